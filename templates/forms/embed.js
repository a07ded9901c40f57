// Puts a form into the page that holds this script's tag: in a shadow, so that neither disturbs the other. It asks that page's policy for its script
// and for its connection, and for nothing else: no style element, no frame, no cookie. Whatever goes wrong, the way to the hosted page is left.

const tag = document.currentScript || document.querySelector("script[data-form][src*='embed.js']");
const home = new URL(`f/${encodeURIComponent(tag.dataset.form)}`, tag.src);
const host = document.createElement("passerelle-form");
const root = host.attachShadow({ mode: "open" });
const embed = document.createElement("div");
const sheet = "adoptedStyleSheets" in root ? new CSSStyleSheet() : null; // browsers of 2023 and later
let note;

// Pages that ask for Trusted Types name our policy in theirs (`trusted-types passerelle`, and `'allow-duplicates'` for two forms on one page). It is
// handed to nobody: whoever had it could write what he liked.
function trusting() {
  const asItIs = { createHTML: (html) => html };
  try {
    return window.trustedTypes?.createPolicy("passerelle", asItIs) ?? asItIs;
  } catch {
    return asItIs;
  }
}
const trusted = trusting();

function put() {
  if (target()) target().append(host);
  else if (document.body.contains(tag)) tag.after(host);
  else document.body.append(host);
  root.append(embed);
  if (!sheet) return;
  embed.className = "embed";
  embed.dir = "ltr";
  embed.toggleAttribute("data-dark", getComputedStyle(host).colorScheme.includes("dark"));
  root.adoptedStyleSheets = [sheet];
  // Sizes are the reader's own, whatever the page around makes of its `rem`.
  sheet.replaceSync(".embed { all: initial; }");
  sheet.replaceSync(`${STYLE} .embed { --rem: ${getComputedStyle(embed).fontSize}; }`);
}

async function show(language) {
  try {
    const answer = await ask(new URL(`${home.pathname}/embed${language ? `?lang=${encodeURIComponent(language)}` : ""}`, home));
    if (!answer.ok) return say(answer.title);
    embed.lang = answer.language;
    fill(answer.form);
    const form = attend(root, answer.rules, (form) => deliver(form, answer));
    carry(form);
    note ??= count(embed, answer.rules.counts);
  } catch (error) {
    console.error(`Passerelle: ${home} could not be shown here. Does the form allow ${location.origin}, and this page's policy connect-src ${home.origin}?`, error);
    leave();
  }
}

async function ask(url, how) {
  const answer = await fetch(url, { credentials: "omit", headers: { Accept: "application/json" }, ...how });
  return { ...(await answer.json()), ok: answer.ok };
}

const fill = (html) => (embed.innerHTML = trusted.createHTML(html));

function say(text) {
  const said = document.createElement("p");
  said.className = "card";
  said.tabIndex = -1;
  said.textContent = text;
  embed.replaceChildren(said);
  return said;
}

// For whom it cannot be shown here.
function leave() {
  const link = document.createElement("a");
  link.href = home;
  link.textContent = document.documentElement.lang.startsWith("en") ? "Open the form" : "Ouvrir le formulaire";
  say("").append(link);
}

// What the address of the page brings along for fields that nobody sees: the campaign, above all. And where this is, and where one came from.
function carry(form) {
  const brought = new URLSearchParams(location.search);
  const hidden = [...form.querySelectorAll("input[type=hidden]:not([name^='_'])")];
  for (const input of hidden) if (brought.has(input.name)) input.value = brought.get(input.name);
  for (const [name, value] of brought) {
    if (/^utm_[a-z0-9_]+$/.test(name) && !hidden.some((input) => input.name === name)) add(name, value);
  }
  add("_page", location.href.split("#")[0]);
  add("_referrer", document.referrer);
}

// Not by the form itself: its fields may be called as its own properties are, `append` or `action`.
function add(name, value) {
  root.getElementById("send").before(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

async function deliver(form, { thanks }) {
  const typed = new FormData(form);
  const body = [...typed.values()].some((value) => value instanceof File) ? typed : new URLSearchParams(typed);
  const answer = await ask(form.getAttribute("action"), { method: "POST", body });
  if (!answer.ok) return answer.errors ?? [{ field: "", message: answer.title }];
  note("sent");
  if (answer.message) return say(answer.message).focus(); // held back: somebody looks at it, and no mail is on its way
  fill(thanks);
  const link = root.getElementById("webmail");
  if (link && answer.webmail) {
    link.href = answer.webmail.url;
    link.textContent = link.textContent.replace("{provider}", answer.webmail.name);
    link.hidden = false;
  }
  root.getElementById("thanks").focus();
  host.dispatchEvent(new CustomEvent("passerelle:sent", { bubbles: true, detail: { form: tag.dataset.form } }));
}

embed.addEventListener("click", (event) => {
  const language = event.target.closest("a[hreflang]");
  if (!language) return;
  event.preventDefault();
  show(language.hreflang);
});

function start() {
  put();
  if (!sheet) return leave();
  show(tag.dataset.lang || document.documentElement.lang.slice(0, 2));
}

const target = () => tag.dataset.target && document.querySelector(tag.dataset.target);
const isHere = tag.dataset.target ? target() : document.body?.contains(tag);
if (isHere || document.readyState !== "loading") start();
else document.addEventListener("DOMContentLoaded", start);
