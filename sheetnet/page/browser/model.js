/**
 * What a cell is: of which quantity, which of its numbers, by which formula.
 */

import { forget, numbersOf, shown } from "../../javascript/engine.js";
import { bookOf, change, numberAt, placeOf } from "./book.js";

/**
 * @typedef {import("../../javascript/engine.js").Value} Value
 * @typedef {import("./book.js").Block} Block
 * @typedef {{letter: string, equation: string, role: string, each: string[], of: string, name: string}} Quantity
 * @typedef {{sheet: number, r: number, c: number}} Place
 * @typedef {{epoch: number, example: number}} When
 * @typedef {{block: Block, at: number}} Element
 * @typedef {import("./book.js").Data & {title: string, words: Record<string, string>, quantities: Record<string, Quantity>, network?: Record<string, any>, updates?: number[], trees: unknown[][]}} PageData
 */

/** The letters of a column. @param {number} column */
export function letters(column) {
  let text = "";
  for (let rest = column; rest; rest = Math.floor((rest - 1) / 26))
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  return text;
}

const LOW = "₀₁₂₃₄₅₆₇₈₉";

/** @param {number} index */
function subscript(index) {
  return [...String(index)].map((digit) => LOW[Number(digit)]).join("");
}

/** @param {{symbol: string, layer: number}} block */
export function keyOf(block) {
  return block.layer ? `${block.symbol}_${block.layer}` : block.symbol;
}

/** A workbook in the page: its cells, and what is known of them. */
export class Model {
  /** @type {Map<string, [Block, number]>} By symbol and layer. */
  #found = new Map();

  /** @param {PageData} data @param {import("../../javascript/engine.js").Form[]} forms */
  constructor(data, forms) {
    this.data = data;
    this.book = bookOf(data, forms);
    for (const [sheet, { blocks }] of data.sheets.entries())
      for (const block of blocks)
        if (!this.#found.has(keyOf(block))) this.#found.set(keyOf(block), [block, sheet]);
  }

  /** @param {Block} block @param {number} sheet @param {number} at @returns {Place} */
  place(block, sheet, at) {
    const [r, c] = placeOf(block, at);
    return { sheet, r, c };
  }

  /** Find a block and its sheet by symbol and layer, as w_2. @param {string} key @returns {[Block, number]|null} */
  find(key) {
    return this.#found.get(key) ?? null;
  }

  /** Where numbers of a quantity stand: those of one epoch and example, in order. @param {string} key @param {When} when */
  places(key, when) {
    const found = this.find(key);
    return found ? this.within(...found, when) : [];
  }

  /** Where numbers of a block stand: those of one epoch and example, at most so many. @param {Block} block @param {number} sheet @param {When} when @param {number} [most] @returns {Place[]} */
  within(block, sheet, { epoch, example }, most = Number.POSITIVE_INFINITY) {
    let found = [{ sheet, r: block.at[0], c: block.at[1] }];
    for (const [name, length, rows, columns] of block.axes) {
      const chosen = name === "epoch" ? epoch : name === "example" ? example : -1;
      /** @param {Place} place @param {number} k */
      const moved = ({ r, c }, k) => ({ sheet, r: r + k * rows, c: c + k * columns });
      if (chosen >= 0) found = found.map((place) => moved(place, Math.min(chosen, length - 1)));
      else found = found.flatMap((place) => Array.from({ length }, (_, k) => moved(place, k))).slice(0, most);
    }
    return found;
  }

  /** What a cell shows. @param {Place} place @returns {Value} */
  value({ sheet, r, c }) {
    return shown(this.book[sheet], r, c);
  }

  /** The block of which a cell is part, and which of its elements it is. @param {Place} place @returns {Element|null} */
  element({ sheet, r, c }) {
    for (const block of this.data.sheets[sheet].blocks) {
      const at = numberAt(block, r, c);
      if (at !== null) return { block, at };
    }
    return null;
  }

  /** Where along each axis an element stands, from 0. @param {Element} element @returns {[name: string, index: number][]} */
  indices({ block, at }) {
    /** @type {[string, number][]} */
    const found = [];
    for (let axis = block.axes.length - 1; axis >= 0; axis--) {
      const [name, length] = block.axes[axis];
      found.unshift([name, at % length]);
      at = Math.floor(at / length);
    }
    return found;
  }

  /** @param {Block} block @returns {Quantity|null} */
  quantity(block) {
    return this.data.quantities[keyOf(block)] ?? null;
  }

  /** How a number is written: w²₁₂, of an example a²₁[3]; or the words that stand beside it. @param {Place} place */
  letter(place) {
    const element = this.element(place);
    if (!element) return this.address(place);
    const { block } = element;
    const quantity = this.quantity(block) ?? this.data.quantities[block.as ?? ""];
    const every = this.indices(element);
    const own = every.filter(([name]) => name !== "epoch" && name !== "example");
    const example = every.find(([name]) => name === "example");
    const apart = own.some(([, index]) => index > 8) ? " " : "";
    const low = own.map(([, index]) => subscript(index + 1)).join(apart);
    const shown = example ? `[${example[1] + 1}]` : "";
    if (Array.isArray(block.said)) {
      const lengths = block.axes.filter(([name]) => name !== "epoch" && name !== "example");
      const at = own.reduce((sum, [, index], k) => sum * lengths[k][1] + index, 0);
      return block.said[at] + shown;
    }
    return (quantity?.letter ?? block.said ?? keyOf(block)) + low + shown;
  }

  /** A cell as the workbook has it. @param {Place} place */
  address({ sheet, r, c }) {
    const { name } = this.data.sheets[sheet];
    const plain = /^[A-Za-z_]\w*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
    return `${plain}!${letters(c)}${r}`;
  }

  /** A cell by its address; null where the sheets have none. @param {string} address @returns {Place|null} */
  at(address) {
    const hit = /^(.+)!([A-Z]{1,3})(\d{1,7})$/.exec(address);
    if (!hit) return null;
    const name = hit[1].startsWith("'") ? hit[1].slice(1, -1).replaceAll("''", "'") : hit[1];
    const sheet = this.data.sheets.findIndex((one) => one.name === name);
    const c = [...hit[2]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    const r = Number(hit[3]);
    const { rows = 0, columns = 0 } = this.book[sheet] ?? {};
    return r >= 1 && r <= rows && c <= columns ? { sheet, r, c } : null;
  }

  /** The tree of a cell's formula and the numbers that stand in it; null of a constant. @param {Place} place */
  formula({ sheet, r, c }) {
    const s = this.book[sheet];
    const rule = s.rule[s.at(r, c)];
    if (rule < 0) return null;
    const [form] = this.data.sheets[sheet].cells[rule].rule;
    const numbers = numbersOf(s.rules[rule], s.number[s.at(r, c)]);
    return { tree: /** @type {import("./formula.js").Tree} */ (this.data.trees[form]), numbers };
  }

  /** Whether a cell is one that a reader may change. @param {Place} place */
  isInput(place) {
    return this.element(place)?.block.input === 1 && this.formula(place) === null;
  }

  /** @param {Place} place @param {Value} value */
  put({ sheet, r, c }, value) {
    change(this.book, sheet, r, c, value);
  }

  /** Turn a knob, which chooses what is shown: Training does not read it. @param {Place} place @param {Value} value */
  turn({ sheet, r, c }, value) {
    this.book[sheet].put(r, c, value);
    forget(this.book.filter((_, at) => this.data.sheets[at].key !== "Training"));
  }
}

/** The cells of an area. @param {Place} from @param {Place} to @returns {Place[]} */
export function cellsOf(from, to) {
  /** @type {Place[]} */
  const found = [];
  for (let r = from.r; r <= to.r; r++)
    for (let c = from.c; c <= to.c; c++) found.push({ sheet: from.sheet, r, c });
  return found;
}

/** A number as people read it. @param {Value} value @param {number} [digits] */
export function read(value, digits = 4) {
  if (value === null) return "";
  if (typeof value === "boolean") return String(value).toUpperCase();
  if (typeof value !== "number") return typeof value === "string" ? value : value.code;
  const size = Math.abs(value);
  const text =
    Number.isInteger(value) && size < 1e6
      ? String(value)
      : size !== 0 && (size < 1e-3 || size >= 1e6)
        ? value.toExponential(2)
        : value.toFixed(digits);
  return text.replaceAll("-", "−");
}
