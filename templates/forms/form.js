// What a form does while one fills it in: says what is wrong, and sends once. `root` holds it: the page itself, or the shadow in which it stands on
// somebody else's. `deliver` sends the form instead of the browser, and answers what the server says against it.

function attend(root, rules, deliver) {
  const fields = rules.fields.filter((field) => field.type !== "hidden");
  const conditional = fields.filter((field) => field.shown_if);
  const form = root.getElementById("form");
  const send = root.getElementById("send");
  const summary = root.getElementById("summary");
  const news = root.getElementById("news");

  const control = (field) => root.getElementById(`f-${field.name}`);
  const place = (field) => root.getElementById(`e-${field.name}`);
  const box = (field) => control(field).closest(".field");
  const blamed = (field) => root.getElementById(`g-${field.name}`) || control(field);
  const fieldOf = (name) => fields.find((field) => field.name === name);
  const isWrong = (field) => !place(field).hidden;

  function typed(field) {
    const given = () => [...form.querySelectorAll(`[name="${field.name}"]:checked`)].map(({ value }) => value);
    if (field.type === "checkbox" || field.type === "consent") return control(field).checked ? "true" : "";
    if (field.type === "checkboxes") return given();
    if (field.type === "radio") return given()[0] || "";
    if (field.type === "file") return files.sent(field);
    if (field.type === "hidden") return form.querySelector(`[name="${field.name}"]`).value;
    const { value, validity } = control(field);
    return validity.badInput ? "?" : value; // half a date: the browser keeps it to itself
  }

  const read = () => readAnswers(rules, Object.fromEntries(rules.fields.map((field) => [field.name, typed(field)])));

  function blame(field, message) {
    place(field).textContent = message;
    place(field).hidden = !message;
    if (message) blamed(field).setAttribute("aria-invalid", "true");
    else blamed(field).removeAttribute("aria-invalid");
  }

  function look(field, verdicts = read()) {
    const { code } = verdicts[field.name];
    const message = code ? sentence(field, code, rules.sentences) : field.type === "file" ? files.fault(field) : "";
    blame(field, message);
    return { field, message };
  }

  const files = filesOf(root, form, rules, (field) => (reveal(), look(field)));

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

  // Faults of fields, and what is said against the whole form.
  function sumUp(faults) {
    summary.hidden = faults.length === 0;
    const { one, many, none } = rules.summary;
    const count = faults.filter(({ field }) => field).length;
    summary.querySelector("h2").textContent = count ? (count === 1 ? one : many.replace("{count}", count)) : none;
    summary.querySelector("ul").replaceChildren(...faults.map(summaryLine));
  }

  function summaryLine({ field, message }) {
    const line = document.createElement("li");
    if (!field) {
      line.append(message);
      return line;
    }
    const label = document.createElement("strong");
    label.textContent = field.label;
    const link = document.createElement("a");
    link.href = `#f-${field.name}`;
    link.append(label, ` — ${message}`);
    line.append(link);
    return line;
  }

  // A message that appears while something is pressed would push it away from under the finger, and the press would be lost: it waits for the end.
  let pressing = false;
  let left = null;
  form.addEventListener("pointerdown", () => (pressing = true));
  for (const event of ["pointerup", "pointercancel"]) {
    document.addEventListener(event, () => {
      pressing = false;
      if (left) setTimeout(leave, 0, left);
      left = null;
    });
  }

  // Leaving a field empty is no mistake yet: one may only be passing by.
  function leave(field) {
    if (typed(field) || isWrong(field)) look(field);
  }

  form.addEventListener("focusout", ({ target }) => {
    const field = fieldOf(target.name);
    if (!field || ["radio", "checkboxes", "file"].includes(field.type)) return;
    if (pressing) left = field;
    else leave(field);
  });

  for (const event of ["input", "change"]) {
    form.addEventListener(event, ({ target }) => {
      const field = fieldOf(target.name);
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
    root.getElementById(link.hash.slice(1)).focus();
  });

  const work = workFor(form);

  function hold() {
    send.dataset.idle = send.textContent;
    send.textContent = send.dataset.sending;
    send.setAttribute("aria-disabled", "true");
  }

  function release() {
    send.textContent = send.dataset.idle;
    send.removeAttribute("aria-disabled");
  }

  form.addEventListener("submit", (event) => {
    if (send.getAttribute("aria-disabled")) return event.preventDefault();
    const verdicts = read();
    const faults = fields.map((field) => look(field, verdicts)).filter(({ message }) => message);
    sumUp(faults);
    if (faults.length) {
      event.preventDefault();
      control(faults[0].field).focus();
      return;
    }
    hold();
    const unfinished = [work, files].filter(({ isDone }) => !isDone);
    if (unfinished.length) {
      event.preventDefault();
      Promise.all(unfinished.map((one) => one.finish())).then(() => (release(), form.requestSubmit()));
      return;
    }
    if (!deliver) return;
    event.preventDefault();
    deliver(form).then(refuse, () => refuse([{ field: "", message: rules.unsent }]));
  });

  // What the server says, shown as what the page says itself; what it says of no field that is seen stands on top.
  function refuse(said = []) {
    release();
    const faults = said.map(({ field, message }) => ({ field: fieldOf(field), message }));
    for (const { field, message } of faults) if (field) blame(field, message);
    sumUp(faults);
    const first = faults.find(({ field }) => field);
    if (first) control(first.field).focus();
    else if (faults.length) summary.scrollIntoView({ block: "nearest" });
  }

  // Coming back to the page by the browser's own button finds it ready to send again.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (form.isConnected) reveal();
    if (persisted && send.dataset.idle) release();
  });

  return form;
}
