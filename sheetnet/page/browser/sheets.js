/**
 * The numbers of a sheet, quantity by quantity, of one epoch and example.
 */

import { field } from "./controls.js";
import { byId, element, filled } from "./elements.js";
import { marksOf } from "./formula.js";
import { keyOf, read } from "./model.js";

/** @typedef {import("./state.js").State} State */

const MOST = 400;

/** @param {State} state @param {number} sheet @param {import("./book.js").Block} block */
function row(state, sheet, block) {
  const { model } = state;
  const marks = marksOf(state);
  const cells = model.within(block, sheet, state, MOST).map((place) => {
    const made = model.isInput(place)
      ? field(state, place).made
      : element(
          "button",
          { class: "number", type: "button", "data-at": model.address(place) },
          read(model.value(place)),
        );
    made.classList.add(...marks(place));
    return made;
  });
  const quantity = model.quantity(block);
  const title = element(
    "th",
    { scope: "row", title: quantity?.name ?? "" },
    quantity?.letter ?? keyOf(block),
  );
  const own = block.axes.filter(([name]) => name !== "epoch" && name !== "example");
  const more = own.reduce((product, [, length]) => product * length, 1) - cells.length;
  const rest = more > 0 ? [filled(model.data.words.more, { count: String(more) })] : [];
  return element("tr", {}, title, element("td", {}, ...cells, ...rest));
}

/** Draw a sheet. @param {State} state @param {number} sheet */
export function drawSheet(state, sheet) {
  const { blocks, name } = state.model.data.sheets[sheet];
  const rows = blocks.filter((one) => one.symbol !== "canary").map((block) => row(state, sheet, block));
  byId("sheet").replaceChildren(element("h2", {}, name), element("table", {}, element("tbody", {}, ...rows)));
}
