// Files leave as soon as they are chosen, straight to where they are kept, and the form carries a ticket for each. A small one that cannot leave so
// goes along with the form. `changed` is told of a field whose files are others now.

function filesOf(root, form, rules, changed) {
  const fields = rules.fields.filter(({ type }) => type === "file");
  const said = rules.files;
  const rows = new Map(fields.map(({ name }) => [name, new Set()]));
  const leaving = new Set();
  const news = root.getElementById("news");
  const list = ({ name }) => root.getElementById(`l-${name}`);
  const input = ({ name }) => root.getElementById(`f-${name}`);
  const all = () => [...rows.values()].flatMap((some) => [...some]);
  // What a page without a script had sent before stands there ticked.
  const before = (field) => [...list(field).querySelectorAll("input[type=checkbox]")].filter(({ checked }) => checked);

  function sent(field) {
    const earlier = before(field).map(({ dataset }) => [dataset.name, Number(dataset.size)]);
    return [...earlier, ...[...rows.get(field.name)].map(({ file }) => [file.name, file.size])];
  }

  function choose(field) {
    const chosen = [...input(field).files];
    if (field.most_files === 1 && chosen.length) {
      for (const row of rows.get(field.name)) drop(field, row);
      for (const box of before(field)) box.checked = false;
    }
    for (const file of chosen) add(field, file);
    put(field);
    changed(field);
  }

  function add(field, file) {
    const row = { file, line: element("li", { className: "sent" }), state: element("span", { className: "quiet" }), along: false };
    const remove = element("button", { type: "button", className: "plain", textContent: said.remove });
    remove.setAttribute("aria-label", `${said.remove} ${file.name}`);
    remove.addEventListener("click", () => {
      drop(field, row);
      put(field);
      input(field).focus();
      changed(field);
    });
    row.line.append(element("span", { className: "sent-name", dir: "auto", textContent: file.name }), row.state, remove);
    list(field).append(row.line);
    rows.get(field.name).add(row);
    if (checkFiles([[file.name, file.size]], field).code) row.state.textContent = size(file);
    else leave(field, row);
  }

  function drop(field, row) {
    row.request?.abort();
    row.line.remove();
    rows.get(field.name).delete(row);
  }

  async function leave(field, row) {
    const bar = element("progress", { max: 1, value: 0 });
    bar.setAttribute("aria-label", `${said.sending} : ${row.file.name}`);
    row.state.replaceChildren(bar);
    const going = go(field, row, bar);
    leaving.add(going);
    await going;
    leaving.delete(going);
    put(field);
    if (rows.get(field.name).has(row)) changed(field);
  }

  async function go(field, row, bar) {
    row.along = row.failed = false;
    try {
      const asked = new URLSearchParams({ field: field.name, name: row.file.name, size: row.file.size });
      const answer = await fetch(rules.uploads, { method: "POST", body: asked, credentials: "omit", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const order = await answer.json();
      await deliverFile(order, row, (share) => (bar.value = share));
      row.line.append(element("input", { type: "hidden", name: field.name, value: order.ticket }));
      row.state.textContent = `${size(row.file)} · ${said.sent}`;
      news.textContent = `${row.file.name} : ${said.sent}`;
    } catch (error) {
      miss(field, row, error?.message === "429");
    }
  }

  function miss(field, row, isOften) {
    const along = all().reduce((sum, other) => sum + (other.along ? other.file.size : 0), row.file.size);
    row.along = !isOften && along <= said.along_bytes;
    row.failed = !row.along && (isOften ? said.often : said.unsent);
    row.state.textContent = row.along ? `${size(row.file)} · ${said.along}` : isOften ? said.often : said.failed;
    if (row.along) return;
    const retry = element("button", { type: "button", className: "plain", textContent: said.retry });
    retry.addEventListener("click", () => leave(field, row));
    row.state.append(" ", retry);
  }

  // The field itself holds what goes along with the form, and nothing else.
  function put(field) {
    const held = new DataTransfer();
    for (const { along, file } of rows.get(field.name)) if (along) held.items.add(file);
    input(field).files = held.files;
  }

  const size = ({ size }) => {
    const [unit, share] = size < 1024 ** 2 ? ["kilobyte", size / 1024] : ["megabyte", size / 1024 ** 2];
    return new Intl.NumberFormat(said.language, { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 }).format(Math.max(share, 1));
  };

  for (const field of fields) input(field).addEventListener("change", () => choose(field));

  return {
    sent,
    fault: ({ name }) => ([...rows.get(name)].find(({ failed }) => failed)?.failed ?? ""),
    get isDone() {
      return leaving.size === 0;
    },
    finish: () => ((news.textContent = said.waiting), Promise.all(leaving)),
  };
}

function element(name, with_) {
  return Object.assign(document.createElement(name), with_);
}

// Not by `fetch`, which does not tell how far it has come.
function deliverFile({ url, fields }, row, told) {
  return new Promise((arrived, failed) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", row.file);
    const request = (row.request = new XMLHttpRequest());
    request.open("POST", url);
    request.upload.addEventListener("progress", ({ loaded, total }) => told(loaded / total));
    request.addEventListener("load", () => (request.status < 300 ? arrived() : failed()));
    for (const trouble of ["error", "abort", "timeout"]) request.addEventListener(trouble, failed);
    request.send(body);
  });
}
