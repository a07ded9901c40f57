// Sends the button's form once somebody has really had the page before them for a while. What only loads it draws no frames, or says that it is driven.
(() => {
  const form = document.getElementById("confirm");
  const note = document.getElementById("itself");
  const isDriven = navigator.webdriver || !navigator.languages || !navigator.languages.length;
  if (isDriven) return;
  const LOOKED_AT = 5000;
  const FRAMES_APART = 250;
  let looked = 0;
  let before = 0;
  let isSent = false;
  form.addEventListener("submit", () => (isSent = true));
  // Asked at each frame: a tab that was opened behind others has no size until somebody turns to it.
  const isSeen = () => document.visibilityState === "visible" && window.outerWidth && screen.width;
  const look = (now) => {
    if (isSent) return;
    if (isSeen()) {
      note.hidden = false;
      if (before && now - before < FRAMES_APART) looked += now - before;
    }
    before = now;
    if (looked < LOOKED_AT) return void requestAnimationFrame(look);
    const by = document.createElement("input");
    by.type = "hidden";
    by.name = "by";
    by.value = "page";
    form.append(by);
    form.requestSubmit();
  };
  requestAnimationFrame(look);
})();
