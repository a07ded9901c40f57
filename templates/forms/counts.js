// How far a visit came: seen, begun, sent, each once, told when one leaves. No cookie, no name, and nothing is kept here.

function count(place, { url, edition }) {
  const steps = new Set();
  const owed = new Set();

  function note(step) {
    if (steps.has(step)) return;
    steps.add(step);
    owed.add(step);
  }

  function tell() {
    if (!owed.size) return;
    navigator.sendBeacon(url, new URLSearchParams([["edition", edition], ...[...owed].map((step) => ["step", step])]));
    owed.clear();
  }

  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && note("seen")).observe(place);
  place.addEventListener("input", () => note("begun"));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  window.addEventListener("pagehide", tell);
  return note;
}
