"use strict";
(() => {
  const root = document.documentElement;
  const blocks = [...document.querySelectorAll(".lang")];
  root.classList.add("js");

  function show(code) {
    for (const block of blocks) block.hidden = block.lang !== code;
    root.lang = code;
  }
  function codeOfAddress() {
    const code = decodeURIComponent(location.hash.slice(1)).split("-")[0];
    return blocks.some((block) => block.lang === code) ? code : null;
  }
  function follow() {
    const code = codeOfAddress();
    if (code) show(code);
    const at = code && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (at) at.scrollIntoView();
  }
  show(codeOfAddress() || blocks[0].lang);
  addEventListener("hashchange", follow);

  // What is folded on the screen is not folded on paper.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });

  const valueOf = (cell) => cell.dataset.v ?? cell.textContent.trim();

  function sort(table, index, button) {
    const head = button.closest("th");
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const th of table.tHead.rows[0].cells) th.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const numeric = head.classList.contains("n");
    const order = new Intl.Collator(root.lang, { numeric: true });
    const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row.cells[index]), row]);
    rows.sort(([a], [b]) => (numeric ? Number(a) - Number(b) : order.compare(a, b)));
    if (down) rows.reverse();
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }
  for (const table of document.querySelectorAll("table.lifts")) {
    [...table.tHead.rows[0].cells].forEach((th, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...th.childNodes);
      button.addEventListener("click", () => sort(table, index, button));
      th.append(button);
    });
  }

  function filter(field) {
    const table = document.getElementById(field.dataset.filter);
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLocaleLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    const said = document.querySelector(`[data-shown="${field.dataset.filter}"]`);
    said.textContent = said.dataset.words
      .replace("#1", shown).replace("#2", table.tBodies[0].rows.length);
  }
  for (const field of document.querySelectorAll("[data-filter]")) {
    field.addEventListener("input", () => filter(field));
    filter(field);
  }

  // A cell that begins as a formula does would run in a spreadsheet; an apostrophe makes it text.
  function csvCell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }
  function download(button) {
    const table = document.getElementById(button.dataset.csv);
    const names = [...table.tHead.rows[0].cells].map((th) => th.dataset.name);
    const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
    const lines = [names, ...rows.map((row) => [...row.cells].map(valueOf))];
    const text = lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
    link.download = button.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  for (const button of document.querySelectorAll("[data-csv]")) {
    button.addEventListener("click", () => download(button));
  }
})();
