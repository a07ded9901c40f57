// The work that the shield of a form may ask for (ALTCHA, version 2): keys are derived until one begins as the challenge says. It starts with the
// first touch, so that a page which is only read costs nothing, and does not hold the page up: browsers derive keys beside it.

function workFor(form) {
  const place = form.querySelector("[name=_work]");
  const work = { isDone: !place || !crypto.subtle }; // which only secure pages have: without it the form takes a few all the same
  if (work.isDone) return work;
  const challenge = JSON.parse(place.dataset.challenge);
  let going;
  work.finish = () =>
    (going ??= solve(challenge.parameters)
      .then((solution) => (place.value = btoa(JSON.stringify({ challenge, solution }))))
      .catch(console.error)
      .then(() => (work.isDone = true)));
  form.addEventListener("focusin", work.finish, { once: true });
  return work;
}

async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  const secret = bytes(`${nonce}00000000`);
  for (let counter = 0; ; counter += 1) {
    new DataView(secret.buffer).setUint32(secret.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}
