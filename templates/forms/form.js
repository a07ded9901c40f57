// The page's own part: says what is wrong while one types, and sends once.

const rules = JSON.parse(document.getElementById("rules").textContent);
const fields = rules.fields.filter((field) => field.type !== "hidden");
const conditional = fields.filter((field) => field.shown_if);
const form = document.getElementById("form");
const send = document.getElementById("send");
const summary = document.getElementById("summary");
const news = document.getElementById("news");

const control = (field) => document.getElementById(`f-${field.name}`);
const place = (field) => document.getElementById(`e-${field.name}`);
const box = (field) => control(field).closest(".field");
const blamed = (field) => document.getElementById(`g-${field.name}`) || control(field);
const fieldOf = (target) => fields.find((field) => field.name === target.name);
const isWrong = (field) => !place(field).hidden;

function typed(field) {
  const given = () => [...form.querySelectorAll(`[name="${field.name}"]:checked`)].map(({ value }) => value);
  if (field.type === "checkbox" || field.type === "consent") return control(field).checked ? "true" : "";
  if (field.type === "checkboxes") return given();
  if (field.type === "radio") return given()[0] || "";
  if (field.type === "hidden") return form.querySelector(`[name="${field.name}"]`).value;
  const { value, validity } = control(field);
  return validity.badInput ? "?" : value; // half a date: the browser keeps it to itself
}

const read = () => readAnswers(rules, Object.fromEntries(rules.fields.map((field) => [field.name, typed(field)])));

function look(field, verdicts = read()) {
  const { code } = verdicts[field.name];
  const message = code ? sentence(field, code, rules.sentences) : "";
  place(field).textContent = message;
  place(field).hidden = !message;
  if (message) blamed(field).setAttribute("aria-invalid", "true");
  else blamed(field).removeAttribute("aria-invalid");
  return message;
}

// What is not asked is not there: neither for the eye, nor for a screen reader, nor in what is sent.
function reveal() {
  if (!conditional.length) return;
  for (const told of form.querySelectorAll("[data-when]")) told.hidden = true; // for whom nothing comes and goes
  const verdicts = read();
  const added = conditional.filter((field) => box(field).hidden && !verdicts[field.name].gone);
  for (const field of conditional) {
    box(field).hidden = Boolean(verdicts[field.name].gone);
    for (const part of box(field).querySelectorAll("input, select, textarea")) part.disabled = box(field).hidden;
    if (box(field).hidden) look(field, verdicts);
  }
  if (added.length) news.textContent = added.map((field) => rules.field_added.replace("{label}", () => field.label)).join(" ");
}

function sumUp(wrong) {
  summary.hidden = wrong.length === 0;
  const { one, many } = rules.summary;
  summary.querySelector("h2").textContent = wrong.length === 1 ? one : many.replace("{count}", wrong.length);
  summary.querySelector("ul").replaceChildren(...wrong.map(summaryLine));
}

function summaryLine(field) {
  const label = document.createElement("strong");
  label.textContent = field.label;
  const link = document.createElement("a");
  link.href = `#f-${field.name}`;
  link.append(label, ` — ${place(field).textContent}`);
  const line = document.createElement("li");
  line.append(link);
  return line;
}

// A message that appears while the button is pressed would push it away from under the finger, and the press would be lost.
let pressing = false;
send.addEventListener("pointerdown", () => (pressing = true));
for (const event of ["pointerup", "pointercancel"]) document.addEventListener(event, () => (pressing = false));

// Leaving a field empty is no mistake yet: one may only be passing by.
form.addEventListener("focusout", ({ target }) => {
  if (pressing) return;
  const field = fieldOf(target);
  if (field && field.type !== "radio" && field.type !== "checkboxes" && (typed(field) || isWrong(field))) look(field);
});

for (const event of ["input", "change"]) {
  form.addEventListener(event, ({ target }) => {
    const field = fieldOf(target);
    reveal();
    if (field && isWrong(field)) look(field);
  });
}
reveal();

// A link to a field moves the focus there, not only the page.
summary.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).focus();
});

form.addEventListener("submit", (event) => {
  if (send.getAttribute("aria-disabled")) return event.preventDefault();
  const verdicts = read();
  const wrong = fields.filter((field) => look(field, verdicts));
  sumUp(wrong);
  if (wrong.length) {
    event.preventDefault();
    control(wrong[0]).focus();
    return;
  }
  send.dataset.idle = send.textContent;
  send.textContent = send.dataset.sending;
  send.setAttribute("aria-disabled", "true");
});

// Coming back to the page by the browser's own button finds it ready to send again.
window.addEventListener("pageshow", ({ persisted }) => {
  reveal();
  if (!persisted || !send.dataset.idle) return;
  send.textContent = send.dataset.idle;
  send.removeAttribute("aria-disabled");
});
