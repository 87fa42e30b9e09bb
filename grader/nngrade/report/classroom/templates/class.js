"use strict";
(() => {
  const table = document.querySelector("#submissions table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];

  // Numbers first by size, then words; what is empty stays last in both directions.
  const value = (row, place) => {
    const text = row.cells[place].textContent.trim();
    const number = parseFloat(text);
    return [text === "" ? 2 : Number.isNaN(number) ? 1 : 0, number, text];
  };
  const words = new Intl.Collator(undefined, { numeric: true });
  const compare = (a, b) => (a[0] === 0 && b[0] === 0 ? a[1] - b[1] : a[0] - b[0] || words.compare(a[2], b[2]));
  const sort = (place) => {
    const down = heads[place].getAttribute("aria-sort") === "ascending";
    const text = heads[place].hasAttribute("data-text");
    const order = (a, b) => (text ? words.compare(a[2], b[2]) : compare(a, b)) * (down ? -1 : 1);
    const keyed = rows.map((row) => [value(row, place), row]);
    keyed.sort(([a], [b]) => (a[0] === 2 || b[0] === 2 ? a[0] - b[0] : order(a, b)));
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
