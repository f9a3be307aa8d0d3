"use strict";
// Sort and filter the tables that have `data-sortable`. Without this script all rows are there.
(() => {
  const FEW = 10; // Nobody needs to filter fewer rows.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);

  // A cell has a number or a text in `data-sort`; an empty one is not on record.
  const valueOf = (cell) => {
    const given = cell.dataset.sort;
    const text = given === undefined ? plain(cell.textContent.trim()) : given;
    return text !== "" && given !== undefined && Number.isFinite(Number(text)) ? Number(text) : text;
  };
  const compare = (one, other) => {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "en", { numeric: true });
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...body.rows].map((row) => ({ row, text: plain(row.textContent) }));
    const status = document.createElement("p");
    status.className = "hidden";
    status.setAttribute("role", "status");

    const sort = (column) => {
      const head = heads[column];
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column]) }));
      keyed.sort((one, other) => {
        if (one.value === "" || other.value === "") return (one.value === "") - (other.value === "");
        return (down ? -1 : 1) * compare(one.value, other.value);
      });
      body.append(...keyed.map((each) => each.row));
      status.textContent = `Sorted by ${head.textContent}, ${down ? "descending" : "ascending"}`;
    };

    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(column));
      head.append(button);
    });

    const around = table.closest(".wide") || table;
    around.before(status);
    if (rows.length < FEW) continue;
    const tools = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("span");
    tools.className = "tools";
    input.type = "search";
    input.id = `${table.id}-words`;
    input.autocomplete = "off";
    label.htmlFor = input.id;
    label.textContent = "Show only rows with these words";
    count.className = "soft";
    input.addEventListener("input", () => {
      const wanted = words(input.value);
      let shown = 0;
      for (const each of rows) {
        each.row.hidden = !wanted.every((word) => each.text.includes(word));
        shown += each.row.hidden ? 0 : 1;
      }
      status.textContent = `${shown} of ${rows.length} rows`;
      count.textContent = wanted.length ? status.textContent : "";
    });
    tools.append(label, input, count);
    around.before(tools);
  }
})();
