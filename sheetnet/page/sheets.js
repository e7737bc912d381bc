/**
 * The numbers of a sheet, quantity by quantity, of one epoch and example.
 */

import { field } from "./controls.js";
import { byId, element } from "./elements.js";
import { keyOf, read } from "./model.js";

/** @typedef {import("./state.js").State} State */

const MOST = 400;

/** The numbers of a block in one epoch and example, with their places. @param {State} state @param {import("./book.js").Block} block */
function elements({ epoch, example }, block) {
  const count = block.axes.reduce((product, [, length]) => product * length, 1);
  let found = Array.from({ length: 1 }, () => 0);
  let size = count;
  for (const [name, length] of block.axes) {
    size /= length;
    const chosen = name === "epoch" ? epoch : name === "example" ? example : -1;
    if (chosen >= 0) found = found.map((at) => at + Math.min(chosen, length - 1) * size);
    else found = found.flatMap((at) => Array.from({ length }, (_, k) => at + k * size)).slice(0, MOST);
  }
  return found;
}

/** @param {State} state @param {number} sheet @param {import("./book.js").Block} block */
function row(state, sheet, block) {
  const { model, chosen } = state;
  const cells = elements(state, block).map((at) => {
    const place = model.place(block, sheet, at);
    if (model.isInput(place)) return field(state, place).made;
    const here = chosen && chosen.sheet === sheet && chosen.r === place.r && chosen.c === place.c;
    const kind = here ? "number chosen" : "number";
    return element(
      "button",
      { class: kind, type: "button", "data-at": model.address(place) },
      read(model.value(place)),
    );
  });
  const quantity = model.quantity(block);
  const title = element(
    "th",
    { scope: "row", title: quantity?.name ?? "" },
    quantity?.letter ?? keyOf(block),
  );
  return element("tr", {}, title, element("td", {}, ...cells));
}

/** Draw a sheet. @param {State} state @param {number} sheet */
export function drawSheet(state, sheet) {
  const { blocks, name } = state.model.data.sheets[sheet];
  const rows = blocks.filter((one) => one.symbol !== "canary").map((block) => row(state, sheet, block));
  byId("main").replaceChildren(element("h2", {}, name), element("table", {}, element("tbody", {}, ...rows)));
}
