/**
 * What the page was given → sheets of cells, and blocks: the arrays that stand there.
 */

import { forget, Sheet } from "../../javascript/engine.js";

/**
 * @typedef {import("../../javascript/engine.js").Value} Value
 * @typedef {import("../../javascript/engine.js").Form} Form
 * @typedef {[count: number, rows: number, columns: number, moves: number[]]} FillData
 * @typedef {[name: string, length: number, rows: number, columns: number]} Axis
 * @typedef {{at: [number, number], rule: [number, number[]], fills?: FillData[], across?: 1, down?: 1, later?: 1}} CellData
 * @typedef {{symbol: string, layer: number, at: [number, number], axes: Axis[], begins: number[]|null, input?: 1, as?: string, said?: string|string[], given?: Value[], proved?: "numbers"|"texts", texts?: unknown[][], more?: Record<string, number>}} Block
 * @typedef {[first: number, count: number, step: number]} Repeat
 * @typedef {{key: string, name: string, across: Repeat|null, down: Repeat|null, begins: number[], cells: CellData[], blocks: Block[], charts: import("./drawing/chart.js").ChartData[], grid?: import("./grid.js").Grid, words: [r: number, c: number, value: Value][]}} SheetData
 * @typedef {{sheets: SheetData[], formulas: number, rtol: number, atol: number}} Data
 */

/** Row and column of one element of a block, by its number. @param {Block} block @param {number} at @returns {[number, number]} */
export function placeOf(block, at) {
  let [r, c] = block.at;
  for (let axis = block.axes.length - 1; axis >= 0; axis--) {
    const [, length, rows, columns] = block.axes[axis];
    const index = at % length;
    at = Math.floor(at / length);
    r += index * rows;
    c += index * columns;
  }
  return [r, c];
}

/** Which element of a block stands in a cell; null where it is none of them. @param {Block} block @param {number} r @param {number} c @returns {number|null} */
export function numberAt(block, r, c) {
  let [down, right] = [r - block.at[0], c - block.at[1]];
  if (down < 0 || right < 0) return null;
  // The widest stride first: what is left is for the narrower ones.
  const order = block.axes
    .map((_, k) => k)
    .sort((i, k) => block.axes[k][2] + block.axes[k][3] - block.axes[i][2] - block.axes[i][3]);
  const indices = block.axes.map(() => 0);
  for (const k of order) {
    const [, length, rows, columns] = block.axes[k];
    if (length === 1) continue;
    const steps = Math.min(
      length - 1,
      rows ? Math.floor(down / rows) : Number.POSITIVE_INFINITY,
      columns ? Math.floor(right / columns) : Number.POSITIVE_INFINITY,
    );
    indices[k] = steps;
    down -= steps * rows;
    right -= steps * columns;
  }
  if (down || right) return null;
  return indices.reduce((at, index, k) => at * block.axes[k][1] + index, 0);
}

/** How many numbers a block has. @param {Block} block */
export function sizeOf(block) {
  return block.axes.reduce((product, [, length]) => product * length, 1);
}

/** Whether an element of a block is a constant. @param {Block} block @param {number} at */
export function isConstant(block, at) {
  if (!block.begins) return true;
  if (!block.begins.length) return false;
  return block.begins.includes(Math.floor((at * block.axes[0][1]) / sizeOf(block)));
}

/** Offsets of a cell along strips, bands and fills. @param {SheetData} sheet @param {CellData} cell */
function* offsets(sheet, cell) {
  const bands = cell.down && sheet.down ? sheet.down : [0, 1, 0];
  const strips = cell.across && sheet.across ? sheet.across : [0, 1, 0];
  const fills = cell.fills ?? [];
  const count = fills.reduce((product, [n]) => product * n, 1);
  for (let number = 0; number < count; number++) {
    let [r, c] = cell.at;
    let rest = number;
    for (let k = fills.length - 1; k >= 0; k--) {
      const [n, rows, columns] = fills[k];
      r += (rest % n) * rows;
      c += (rest % n) * columns;
      rest = Math.floor(rest / n);
    }
    for (let band = 0; band < bands[1]; band++) {
      if (cell.later && sheet.begins.includes(band)) continue;
      for (let strip = 0; strip < strips[1]; strip++)
        yield [r + band * bands[2], c + strip * strips[2], number];
    }
  }
}

/** @param {CellData} cell @param {Form[]} forms @returns {import("../../javascript/engine.js").Rule} */
function ruleOf(cell, forms) {
  const [form, numbers] = cell.rule;
  let each = 1;
  const fills = [...(cell.fills ?? [])].reverse().map(([count, , , moves]) => {
    const fill = { each, count, moves };
    each *= count;
    return fill;
  });
  return { form: forms[form], numbers, fills };
}

/** The last row and column in use. @param {SheetData} sheet */
function extent(sheet) {
  let [rows, columns] = [1, 1];
  /** @param {number[]} at @param {(readonly [count: number, rows: number, columns: number])[]} steps */
  const reach = ([r, c], steps) => {
    rows = Math.max(rows, r + steps.reduce((sum, [count, down]) => sum + (count - 1) * down, 0));
    columns = Math.max(columns, c + steps.reduce((sum, [count, , right]) => sum + (count - 1) * right, 0));
  };
  for (const cell of sheet.cells) {
    const fills = (cell.fills ?? []).map(
      ([count, down, right]) => /** @type {const} */ ([count, down, right]),
    );
    const [bands, strips] = [cell.down ? sheet.down : null, cell.across ? sheet.across : null];
    if (bands) fills.push([bands[1], bands[2], 0]);
    if (strips) fills.push([strips[1], 0, strips[2]]);
    reach(cell.at, fills);
  }
  for (const { at, axes } of sheet.blocks) {
    reach(
      at,
      axes.map(([, count, down, right]) => /** @type {const} */ ([count, down, right])),
    );
  }
  for (const place of sheet.words) reach(place.slice(0, 2).map(Number), []);
  return [rows, columns];
}

/** The book of some data. @param {Data} data @param {Form[]} forms @returns {Sheet[]} */
export function bookOf(data, forms) {
  /** @type {Sheet[]} */
  const book = [];
  for (const sheet of data.sheets) {
    const [rows, columns] = extent(sheet);
    const made = new Sheet(book, rows, columns);
    book.push(made);
    for (const cell of sheet.cells) {
      made.rules.push(ruleOf(cell, forms));
      for (const [r, c, number] of offsets(sheet, cell)) made.follow(r, c, made.rules.length - 1, number);
    }
    for (const [r, c, value] of sheet.words) made.put(r, c, value);
    for (const block of sheet.blocks) {
      const given = block.given ?? [];
      const size = given.length ? sizeOf(block) : 0;
      for (let at = 0, next = 0; at < size; at++) {
        if (isConstant(block, at)) made.put(...placeOf(block, at), given[next++]);
      }
    }
  }
  return book;
}

/** Change a cell; all that follows from it is computed anew when it is looked at. @param {Sheet[]} book @param {number} sheet @param {number} r @param {number} c @param {Value} value */
export function change(book, sheet, r, c, value) {
  book[sheet].put(r, c, value);
  forget(book);
}
