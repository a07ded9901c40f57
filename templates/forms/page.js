const rules = JSON.parse(document.getElementById("rules").textContent);
const form = attend(document, rules);
if (rules.counts) {
  const note = count(form, rules.counts);
  form.addEventListener("submit", (event) => event.defaultPrevented || note("sent"));
}
