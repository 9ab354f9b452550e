// Tables that can be sorted (data-sortable) and narrowed (data-filter="what is looked for"); without it they stand as they are.
"use strict";

const value = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent.trim();
};

const compare = (a, b) => a.localeCompare(b, undefined, { numeric: true, sensitivity: "base" });

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      for (const body of table.tBodies) {
        const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)));
        body.append(...(down ? rows.reverse() : rows));
      }
    });
  });
}

function filterable(table) {
  const form = document.createElement("p");
  form.className = "narrow";
  const label = document.createElement("label");
  label.append(`${table.dataset.filter} `);
  const box = document.createElement("input");
  box.type = "search";
  const told = document.createElement("span");
  told.className = "quiet";
  told.setAttribute("role", "status");
  label.append(box);
  form.append(label, told);
  const slot = table.closest(".scroll") ?? table;
  const kept = slot.previousElementSibling?.matches(".narrow-slot") ? slot.previousElementSibling : null;
  kept ? kept.append(form) : slot.before(form);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    told.textContent = words.length ? ` ${shown} of ${rows.length}` : "";
  });
}

document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("table[data-filter]").forEach(filterable);

// Datasette's SQL editor hides its text box from sight and names it nowhere.
window.addEventListener("load", () => {
  document.querySelectorAll(".CodeMirror textarea").forEach((box) => box.setAttribute("aria-label", "SQL"));
});
