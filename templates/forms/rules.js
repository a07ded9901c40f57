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

// Gives the clean value, or the code of the broken rule.
function checkAnswer(field, raw, shapes) {
  const text = clean(raw, field.type === "textarea", shapes);
  if (field.type === "checkbox" || field.type === "consent") return checkTick(field, text, shapes);
  if (!text) return field.required ? { code: "required" } : { value: "" };
  const points = Array.from(text);
  if (field.type === "hidden") return { value: points.slice(0, field.longest).join("") };
  if (points.length > field.longest) return { code: "max_length" };
  return checks[field.type](text, field, shapes);
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

function checkEmail(text, field, shapes) {
  const at = text.lastIndexOf("@");
  if (!exactly(shapes.email).test(text) || at > 64) return { code: "email" };
  return { value: text.slice(0, at + 1) + text.slice(at + 1).toLowerCase() };
}

function checkNumber(text, field, shapes) {
  const digits = text.replace(/ /g, "");
  if (!exactly(shapes.number).test(digits)) return { code: "number" };
  const value = Number(digits.replace(",", "."));
  if (field.min !== undefined && value < field.min) return { code: "min" };
  if (field.max !== undefined && value > field.max) return { code: "max" };
  return { value };
}

function checkChoice(text, field, shapes) {
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
  select: checkChoice,
  radio: checkChoice,
};

function sentence(field, code, sentences) {
  return field.message || sentences[code].replace(/\{(\w+)\}/g, (_, name) => field.shown[name]);
}
