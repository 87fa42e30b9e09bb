"use strict";
(() => {
  const table = document.querySelector("#submissions table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];

  // A sign stands for no points; what is empty stays last in both directions.
  const words = new Intl.Collator(undefined, { numeric: true });
  const amount = (text) => (Number.isNaN(parseFloat(text)) ? -1 : parseFloat(text));
  const byWord = (a, b) => words.compare(a, b);
  const bySize = (a, b) => amount(a) - amount(b) || words.compare(a, b);
  const sort = (place) => {
    const down = heads[place].getAttribute("aria-sort") === "ascending";
    const order = heads[place].hasAttribute("data-text") ? byWord : bySize;
    const keyed = rows.map((row) => [row.cells[place].textContent, row]);
    keyed.sort(([a], [b]) => (a && b ? order(a, b) * (down ? -1 : 1) : !a - !b));
    body.append(...keyed.map(([, row]) => row));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
  };
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(place));
    head.append(button);
  });

  const filters = document.querySelector("#filters");
  const [text, status, shown] = ["#find", "#status", "#shown"].map((one) => filters.querySelector(one));
  const filter = () => {
    const wanted = text.value.trim().toLocaleLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
      row.hidden = !fits || (status.value !== "" && row.cells[1].textContent !== status.value);
      count += !row.hidden;
    }
    shown.value = `${count} of ${rows.length}`;
  };
  text.addEventListener("input", filter);
  status.addEventListener("change", filter);
  filters.hidden = false;
  filter();

  // A link to an exercise opens it.
  const open = () => {
    const place = location.hash && document.getElementById(location.hash.slice(1));
    const folded = place && place.querySelector("details");
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
