/** A lesson's sheet as it stands in the workbook: words, inputs, numbers in their places. */

import { field } from "./controls.js";
import { byId, element } from "./elements.js";
import { formatted } from "./format.js";
import { marksOf } from "./formula.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {[count: number, rows: number, columns: number]} FillOf
 * @typedef {[row: number, column: number, fills: FillOf[], means: string, format: string, text?: string]} GridCell
 * @typedef {[row: number, column: number, rows: number, columns: number]} Rectangle
 * @typedef {{areas: Rectangle[], low: number | null, high: number | null}} ColorScale
 * @typedef {{widths: Record<string, number>, merged: Rectangle[], scales: ColorScale[], cells: GridCell[]}} Grid
 */

const LETTER = 8.2;
const USUAL = 9;
const ROW = 26;
// So many empty columns part a sheet.
const APART = 4;

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

/** @typedef {{r: number, c: number, cell: GridCell}} Put A cell at one of its places. */

/** The parts of a sheet: where many columns are empty, charts stand between two. @param {Grid} grid @returns {Put[][]} */
function partsOf({ cells }) {
  const every = cells.flatMap((cell) => placesOf(cell).map(([r, c]) => ({ r, c, cell })));
  const columns = [...new Set(every.map(({ c }) => c))].sort((one, other) => one - other);
  const begins = columns.filter((c, at) => at === 0 || c - columns[at - 1] > APART);
  return begins.map((from, at) =>
    every.filter(({ c }) => c >= from && c < (begins[at + 1] ?? Number.POSITIVE_INFINITY)),
  );
}

/** The rows of a part, from top to bottom, each with its cells. @param {Put[]} part @returns {[number, Put[]][]} */
function rowsOf(part) {
  /** @type {Map<number, Put[]>} */
  const rows = new Map();
  for (const one of part) rows.set(one.r, [...(rows.get(one.r) ?? []), one]);
  return [...rows].sort(([one], [other]) => one - other);
}

/** Whether a row is words alone, which may run over several lines. @param {Put[]} row @param {number} first */
function isWords(row, first) {
  const [{ c, cell }] = row;
  return row.length === 1 && c === first && cell[5] !== undefined && !cell[3].includes("right");
}

/** How far a text reaches. @param {string} text */
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1) * LETTER, 0);
}

/** A drawn sheet: words, and between them cells that are set where they stand. @param {State} state @param {number} sheet @param {Grid} grid */
function gridOf(state, sheet, grid) {
  const made = partsOf(grid).map((part) => partOf(state, sheet, grid, part));
  for (const scale of grid.scales) for (const one of made) shade(one, state.model, sheet, scale);
  return made;
}

/** @param {State} state @param {number} sheet @param {Grid} grid @param {Put[]} part */
function partOf(state, sheet, grid, part) {
  const made = element("div", { class: "part" });
  const first = Math.min(...part.map(({ c }) => c));
  /** @type {[number, Put[]][]} */
  let block = [];
  const flush = () => {
    if (block.length) made.append(boxOf(state, sheet, grid, block, first));
    block = [];
  };
  let last = 0;
  for (const [r, row] of rowsOf(part)) {
    if (isWords(row, first)) {
      flush();
      const [{ cell }] = row;
      const apart = last && r - last > 1 ? "apart" : "";
      made.append(element("p", { class: `words ${cell[3]} ${apart}` }, cell[5] ?? ""));
    } else block.push([r, row]);
    last = r;
  }
  flush();
  return made;
}

/** Rows of cells, each where its column stands. @param {State} state @param {number} sheet @param {Grid} grid @param {[number, Put[]][]} rows @param {number} first */
function boxOf(state, sheet, { widths, merged }, rows, first) {
  const left = (/** @type {number} */ column) => {
    let sum = 0;
    for (let at = first; at < column; at++) sum += LETTER * (widths[String(at)] ?? USUAL) + 6;
    return sum;
  };
  const box = element("div", { class: "grid" });
  const marks = marksOf(state);
  let [top, wide] = [0, 0];
  for (const [at, [r, row]] of rows.entries()) {
    if (at) top += r - rows[at - 1][0] > 1 ? 1.6 * ROW : ROW;
    for (const { c, cell } of row) {
      const [, , , means, format, text] = cell;
      const place = { sheet, r, c };
      const made = text === undefined ? numberAt(state, place, format) : element("span", {}, text);
      if (text === undefined) made.classList.add(...marks(place));
      const area = merged.find(([row, column]) => row === r && column === c);
      const isWide = text === undefined || area || means.includes("right") || means.includes("center");
      const end = isWide ? left(c + (area?.[3] ?? 1)) : left(c) + widthOf(text ?? "");
      made.className = `${made.className} ${means} at`;
      made.style.left = `${left(c)}px`;
      made.style.top = `${top}px`;
      if (isWide) made.style.width = `${end - left(c) - 4}px`;
      wide = Math.max(wide, end);
      box.append(made);
    }
  }
  box.style.height = `${top + ROW + 4}px`;
  box.style.width = `${wide}px`;
  return element("div", { class: "across" }, box);
}

/** @param {State} state @param {import("./model.js").Place} place @param {string} format */
function numberAt(state, place, format) {
  const { model } = state;
  if (model.isInput(place)) return field(state, place).made;
  return element(
    "button",
    { type: "button", "data-at": model.address(place), class: "number" },
    formatted(model.value(place), format),
  );
}

/** Colour cells by their numbers, from the scale's low to its high: of all its areas the least and the largest, where it names none. @param {HTMLElement} box @param {import("./model.js").Model} model @param {number} sheet @param {ColorScale} scale */
function shade(box, model, sheet, scale) {
  const every = [];
  for (const [row, column, rows, columns] of scale.areas)
    for (let r = row; r < row + rows; r++)
      for (let c = column; c < column + columns; c++) every.push({ sheet, r, c });
  const values = every.map((place) => model.value(place)).map((one) => (typeof one === "number" ? one : 0));
  const low = scale.low ?? Math.min(...values);
  const high = scale.high ?? Math.max(...values);
  for (const [at, place] of every.entries()) {
    const made = box.querySelector(`[data-at="${CSS.escape(model.address(place))}"]`);
    const part = Math.min(1, Math.max(0, (values[at] - low) / (high - low || 1)));
    const share = Math.round(70 * part);
    if (made instanceof HTMLElement) made.style.setProperty("--share", `${share}%`);
    made?.classList.add("shaded");
  }
}

/** Draw a lesson's sheet. @param {State} state @param {number} sheet @param {Grid} grid */
export function drawGrid(state, sheet, grid) {
  byId("sheet").replaceChildren(...gridOf(state, sheet, grid));
}
