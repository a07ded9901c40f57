// The rules of `chalicelib/forms/fields.py`, run by the page on the same definition. A test keeps both in agreement.

const exactly = (shape, flags = "u") => new RegExp(`^(?:${shape})$`, flags);

function clean(text, lines, shapes) {
  const blank = shapes.blank;
  const visible = text.replace(/\r\n?/g, "\n").replace(new RegExp(shapes.invisible, "gu"), "");
  const trimmed = lines
    ? visible.replace(new RegExp(`^${blank}+|${blank}+$`, "gu"), "")
    : visible.replace(new RegExp(`${blank}+`, "gu"), " ").replace(/^ +| +$/g, "");
  return trimmed.normalize("NFC");
}

// All the answers of one form: each name gives the clean value, the code of the broken rule, or neither where nothing was asked.
function readAnswers(rules, answers) {
  const named = new Map(rules.fields.map((field) => [field.name, field]));
  const verdicts = new Map();
  const verdict = (name) => {
    if (!verdicts.has(name)) verdicts.set(name, isShown(named.get(name)) ? checkAnswer(named.get(name), answers[name] ?? "", reading) : { gone: true });
    return verdicts.get(name);
  };
  const isShown = ({ shown_if: condition }) => !condition || holds(condition, verdict(condition.field).value);
  const asked = rules.fields.find((field) => field.type === "country");
  const country = () => (asked && verdict(asked.name).value) || rules.postcodes.country;
  const reading = { shapes: rules.shapes, postcodes: rules.postcodes, country };
  return Object.fromEntries(rules.fields.map(({ name }) => [name, verdict(name)]));
}

function holds({ values }, answer) {
  if (!values.length) return answer !== undefined && answer !== "" && answer !== false;
  return values.some((value) => [answer].flat().includes(value));
}

function checkAnswer(field, raw, reading) {
  if (field.type === "checkboxes") return checkChoices(raw, field, reading);
  if (field.type === "file") return checkFiles(raw || [], field);
  const text = clean(raw, field.type === "textarea", reading.shapes);
  if (field.type === "checkbox" || field.type === "consent") return checkTick(field, text, reading.shapes);
  if (!text) return field.required ? { code: "required" } : { value: "" };
  const points = Array.from(text);
  if (field.type === "hidden") return { value: points.slice(0, field.longest).join("") };
  if (points.length > field.longest) return { code: "max_length" };
  return checks[field.type](text, field, reading);
}

function checkTick(field, text, shapes) {
  const ticked = exactly(shapes.tick).test(text.toLowerCase());
  if (text && !ticked && !exactly(shapes.no_tick).test(text.toLowerCase())) return { code: "option" };
  if (field.required && !ticked) return { code: field.type === "consent" ? "consent" : "required" };
  return { value: ticked };
}

function checkText(text, field) {
  if (Array.from(text).length < (field.min_length || 0)) return { code: "min_length" };
  if (field.pattern && !exactly(field.pattern).test(text)) return { code: "pattern" };
  return { value: text };
}

function checkEmail(text, field, { shapes }) {
  const at = text.lastIndexOf("@");
  if (!exactly(shapes.email).test(text) || at > 64) return { code: "email" };
  if (field.domains && !field.domains.includes(text.slice(at + 1).toLowerCase())) return { code: "domains" };
  return { value: text.slice(0, at + 1) + text.slice(at + 1).toLowerCase() };
}

function checkNumber(text, field, { shapes }) {
  const digits = text.replace(/ /g, "");
  if (!exactly(shapes.number).test(digits)) return { code: "number" };
  const value = Number(digits.replace(",", "."));
  if (field.min !== undefined && value < field.min) return { code: "min" };
  if (field.max !== undefined && value > field.max) return { code: "max" };
  return { value };
}

function checkDate(text, field, { shapes }) {
  if (!exactly(shapes.date).test(text) || !exists(text)) return { code: "date" };
  if (field.earliest && text < field.earliest) return { code: "earliest" };
  if (field.latest && text > field.latest) return { code: "latest" };
  return { value: text };
}

function exists(day) {
  const moment = new Date(`${day}T00:00:00Z`);
  return day > "0001" && !isNaN(moment) && moment.toISOString().startsWith(day);
}

function checkCountry(text, field) {
  const code = text.toUpperCase();
  return field.options.includes(code) ? { value: code } : { code: "option" };
}

function checkPostcode(text, field, { postcodes, country }) {
  const signs = text.replace(new RegExp(postcodes.joints, "gu"), "").toUpperCase();
  const plans = postcodes.plans[country()];
  if (!plans) return exactly(postcodes.unknown).test(signs) ? { value: signs } : { code: "postcode" };
  const shape = (plan) => Array.from(plan, (mark) => postcodes.signs[mark]).join("");
  const plan = plans.split("|").find((plan) => exactly(shape(plan)).test(signs));
  if (!plan) return { code: "postcode" };
  const left = signs[Symbol.iterator]();
  return { value: plan.replace(/[NAX]/g, () => left.next().value) };
}

// People leave out what browsers put there for them.
function checkUrl(text, field, { shapes }) {
  const address = new RegExp(`^${shapes.scheme}`).test(text) ? text : `https://${text}`;
  if (!exactly(shapes.url).test(address) || Array.from(address).length > field.longest) return { code: "url" };
  return { value: address.replace(/^[^:]+:\/\/[^/?#]+/, (origin) => origin.replace(/[A-Z]/g, (letter) => letter.toLowerCase())) };
}

function checkChoices(raw, field, { shapes }) {
  const given = new Set([raw].flat().map((one) => clean(one, false, shapes)).filter(Boolean));
  const offered = new Map(field.options.map((option) => [clean(option, false, shapes), option]));
  if ([...given].some((text) => !offered.has(text))) return { code: "option" };
  if (field.required && !given.size) return { code: "required" };
  if (given.size && given.size < (field.min_choices || 0)) return { code: "min_choices" };
  if (field.max_choices && given.size > field.max_choices) return { code: "max_choices" };
  return { value: [...offered].filter(([text]) => given.has(text)).map(([, option]) => option) };
}

// Each comes as its name and size.
function checkFiles(sent, field) {
  if (field.required && !sent.length) return { code: "required" };
  if (sent.length > field.most_files) return { code: "files_most" };
  for (const [name, size] of sent) {
    if (!name.includes(".") || !field.endings.includes(name.split(".").at(-1).toLowerCase())) return { code: "file_kind" };
    if (size === 0) return { code: "file_empty" };
    if (size > field.most_bytes) return { code: "file_size" };
  }
  return { value: sent.map(([name]) => name) };
}

function checkChoice(text, field, { shapes }) {
  const value = field.options.find((option) => clean(option, false, shapes) === text);
  return value === undefined ? { code: "option" } : { value };
}

// The server writes the number in its international form, and knows the numbers of every country.
function checkPhone(text, field) {
  const { separators, dialled, homes } = field.phone;
  const digits = text.replace(new RegExp(separators, "gu"), "").replace(/^00/, "+");
  if (!exactly(dialled).test(digits)) return { code: "phone" };
  const plausible = homes.length === 0 || homes.some((home) => mayBeOf(home, digits)) || isForeign(digits, homes);
  return plausible ? { value: text } : { code: "phone" };
}

const isForeign = (digits, homes) => digits.startsWith("+") && !homes.some((home) => digits.startsWith("+" + home.code));

function mayBeOf(home, digits) {
  const numbers = digits.startsWith("+") ? [] : [digits];
  for (const prefix of ["+" + home.code, home.code]) {
    if (digits.startsWith(prefix)) numbers.push(digits.slice(prefix.length));
  }
  const trunk = new RegExp(`^(?:${home.trunk})`);
  const once = numbers.map((number) => number.replace(trunk, ""));
  const twice = once.map((number) => number.replace(trunk, "")); // 33 (0)0 1 42…: the server forgives it
  return [...numbers, ...once, ...twice].some((number) => exactly(home.pattern).test(number));
}

const checks = {
  text: checkText,
  textarea: checkText,
  email: checkEmail,
  phone: checkPhone,
  number: checkNumber,
  date: checkDate,
  country: checkCountry,
  postcode: checkPostcode,
  url: checkUrl,
  select: checkChoice,
  radio: checkChoice,
};

function sentence(field, code, sentences) {
  return field.message || sentences[code].replace(/\{(\w+)\}/g, (_, name) => field.shown[name]);
}
