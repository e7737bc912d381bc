/** A lesson's sheet as it stands in the workbook: words, inputs, numbers in their places. */

import { field } from "./controls.js";
import { byId, element } from "./elements.js";
import { formatted } from "./format.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {[count: number, rows: number, columns: number]} FillOf
 * @typedef {[row: number, column: number, fills: FillOf[], means: string, format: string, text?: string]} GridCell
 * @typedef {[row: number, column: number, rows: number, columns: number]} Rectangle
 * @typedef {{widths: Record<string, number>, merged: Rectangle[], scales: Rectangle[][], cells: GridCell[]}} Grid
 */

const LETTER = 8.2;
const USUAL = 9;
const ROW = 25;

/** Places of a cell and of those that are filled from it. @param {GridCell} cell @returns {[number, number][]} */
function placesOf([row, column, fills]) {
  /** @type {[number, number][]} */
  let found = [[row, column]];
  for (const [count, rows, columns] of fills)
    found = found.flatMap(([r, c]) =>
      Array.from(
        { length: count },
        (_, k) => /** @type {[number, number]} */ ([r + k * rows, c + k * columns]),
      ),
    );
  return found;
}

/** A drawn sheet: cells that are set where they stand. @param {State} state @param {number} sheet @param {Grid} grid */
function gridOf(state, sheet, { widths, merged, scales, cells }) {
  const { model } = state;
  const lefts = [0, 0];
  const left = (/** @type {number} */ column) => {
    while (lefts.length <= column) {
      const before = lefts.length - 1;
      lefts.push(lefts[before] + LETTER * (widths[String(before)] ?? USUAL) + 6);
    }
    return lefts[column];
  };
  const rows = [...new Set(cells.flatMap((cell) => placesOf(cell).map(([r]) => r)))].sort((a, b) => a - b);
  const tops = new Map();
  let top = 0;
  for (const [at, row] of rows.entries()) {
    top += at === 0 ? 0 : row - rows[at - 1] > 1 ? 1.6 * ROW : ROW;
    tops.set(row, top);
  }
  const box = element("div", { class: "grid" });
  let wide = 0;
  for (const cell of cells) {
    const [, , , means, format, text] = cell;
    for (const [r, c] of placesOf(cell)) {
      const made = text === undefined ? numberAt(state, { sheet, r, c }, format) : element("span", {}, text);
      const area = merged.find(([row, column]) => row === r && column === c);
      made.className = `${made.className} ${means} at`;
      made.style.left = `${left(c)}px`;
      made.style.top = `${tops.get(r)}px`;
      if (text === undefined || area) {
        const end = left(c + (area?.[3] ?? 1));
        made.style.width = `${end - left(c) - 4}px`;
        wide = Math.max(wide, end);
      } else if (means.includes("right")) {
        made.style.width = `${left(c + 1) - left(c) - 4}px`;
      }
      box.append(made);
    }
  }
  for (const areas of scales) for (const area of areas) shade(box, model, sheet, area);
  box.style.height = `${top + 2 * ROW}px`;
  box.style.minWidth = `${wide}px`;
  return box;
}

/** @param {State} state @param {import("./model.js").Place} place @param {string} format */
function numberAt(state, place, format) {
  const { model, chosen } = state;
  if (model.isInput(place)) return field(state, place).made;
  const here = chosen && chosen.sheet === place.sheet && chosen.r === place.r && chosen.c === place.c;
  return element(
    "button",
    { type: "button", "data-at": model.address(place), class: here ? "number chosen" : "number" },
    formatted(model.value(place), format),
  );
}

/** Colour cells by their numbers, from the least to the largest. @param {HTMLElement} box @param {import("./model.js").Model} model @param {number} sheet @param {Rectangle} area */
function shade(box, model, sheet, [row, column, rows, columns]) {
  const every = [];
  for (let r = row; r < row + rows; r++)
    for (let c = column; c < column + columns; c++) every.push({ sheet, r, c });
  const values = every.map((place) => model.value(place)).map((one) => (typeof one === "number" ? one : 0));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  for (const [at, place] of every.entries()) {
    const made = box.querySelector(`[data-at="${CSS.escape(model.address(place))}"]`);
    const share = Math.round((70 * (values[at] - low)) / (high - low || 1));
    if (made instanceof HTMLElement) made.style.setProperty("--share", `${share}%`);
    made?.classList.add("shaded");
  }
}

/** Draw a lesson's sheet. @param {State} state @param {number} sheet @param {Grid} grid */
export function drawGrid(state, sheet, grid) {
  byId("sheet").replaceChildren(gridOf(state, sheet, grid));
}
