/**
 * Portable formulas, computed where they are looked at.
 *
 * A book is some sheets of cells. A cell with a formula has a rule: one of the functions
 * that were made of the formulas' texts, and the numbers in which it differs from others.
 * A cell is computed when somebody looks at it, and kept until an input changes; so no
 * order has to be known. Knows nothing of networks, and nothing of pages.
 */

/** What a cell holds in place of a value that there is none of. */
export class Failure {
  /** @param {string} code */
  constructor(code) {
    this.code = code;
  }
}

/** Thrown where cells that wait for each other are too many for the stack: first this one. */
class Later {
  /** @param {Sheet} sheet @param {number} at */
  constructor(sheet, at) {
    this.sheet = sheet;
    this.at = at;
  }
}

/**
 * @typedef {number|string|boolean|null|Failure} Value
 * @typedef {(s: Sheet, r: number, c: number, p: number[]) => Value} Form
 * @typedef {{each: number, count: number, moves: number[]}} Fill
 * @typedef {{form: Form, numbers: number[], fills: Fill[]}} Rule
 * @typedef {{s: Sheet, r: number, c: number, r2: number, c2: number}} Area
 */

const CLEAN = 0;
const DIRTY = 1;
const BUSY = 2;

/** Cells of one sheet, row by row; row 0 and column 0 are there and empty. */
export class Sheet {
  /** @param {Sheet[]} book @param {number} rows @param {number} columns */
  constructor(book, rows, columns) {
    const size = (rows + 1) * (columns + 1);
    this.book = book;
    this.rows = rows;
    this.columns = columns;
    this.wide = columns + 1;
    /** Numbers; NaN where there is none. */
    this.v = new Float64Array(size).fill(Number.NaN);
    /** @type {Map<number, Value>} What is there in place of a number. */
    this.others = new Map();
    /** @type {Rule[]} */
    this.rules = [];
    /** The rule of a cell, -1 for none; and which one of its cells this is. */
    this.rule = new Int32Array(size).fill(-1);
    this.number = new Int32Array(size);
    this.state = new Uint8Array(size);
  }

  /** @param {number} r @param {number} c */
  at(r, c) {
    return r * this.wide + c;
  }

  /** @param {number} r @param {number} c @param {Value} value */
  put(r, c, value) {
    store(this, this.at(r, c), value);
  }

  /** Let a cell follow a rule. @param {number} r @param {number} c @param {number} rule @param {number} [number] */
  follow(r, c, rule, number = 0) {
    const at = this.at(r, c);
    this.rule[at] = rule;
    this.number[at] = number;
    this.state[at] = DIRTY;
  }
}

/** Forget what was computed. @param {Sheet[]} book */
export function forget(book) {
  for (const sheet of book) {
    for (let at = 0; at < sheet.rule.length; at++) if (sheet.rule[at] >= 0) sheet.state[at] = DIRTY;
  }
}

/** @param {Sheet} s @param {number} at @param {Value} value */
function store(s, at, value) {
  if (typeof value === "number") {
    if (Number.isFinite(value)) {
      s.v[at] = value;
      if (s.others.size) s.others.delete(at);
      return;
    }
    value = new Failure("#NUM!");
  }
  s.v[at] = Number.NaN;
  if (value === null) s.others.delete(at);
  else s.others.set(at, value);
}

let depth = 0;
const DEEPEST = 400;

/** @param {Sheet} s @param {number} at */
function compute(s, at) {
  if (s.state[at] === BUSY) throw new Failure("#CIRC!");
  s.state[at] = BUSY;
  depth++;
  /** @type {Value} */
  let value;
  try {
    const rule = s.rules[s.rule[at]];
    const r = Math.floor(at / s.wide);
    // A formula that looks at an empty cell shows 0.
    value = rule.form(s, r, at - r * s.wide, numbersOf(rule, s.number[at])) ?? 0;
  } catch (error) {
    if (!(error instanceof Failure)) {
      s.state[at] = DIRTY;
      throw error;
    }
    value = error;
  } finally {
    depth--;
  }
  store(s, at, value);
  s.state[at] = CLEAN;
}

/** @param {Rule} rule @param {number} number */
export function numbersOf(rule, number) {
  if (!number) return rule.numbers;
  const found = rule.numbers.slice();
  for (const fill of rule.fills) {
    const steps = Math.floor(number / fill.each) % fill.count;
    for (let k = 0; k < fill.moves.length; k++) found[k] += steps * fill.moves[k];
  }
  return found;
}

/** Compute a cell, and first those it waits for, however many. @param {Sheet} s @param {number} at */
export function look(s, at) {
  if (depth > DEEPEST) throw new Later(s, at);
  if (depth > 0) return compute(s, at);
  const waiting = [new Later(s, at)];
  const known = new Set([keyOf(waiting[0])]);
  while (waiting.length) {
    const top = waiting[waiting.length - 1];
    try {
      if (top.sheet.state[top.at]) compute(top.sheet, top.at);
      waiting.pop();
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      if (known.has(keyOf(error))) {
        store(error.sheet, error.at, new Failure("#CIRC!"));
        error.sheet.state[error.at] = CLEAN;
      } else {
        known.add(keyOf(error));
        waiting.push(error);
      }
    }
  }
}

/** @param {Later} cell */
function keyOf({ sheet, at }) {
  return sheet.book.indexOf(sheet) * 2 ** 32 + at;
}

/** The number in a cell. @param {Sheet} s @param {number} r @param {number} c */
export function N(s, r, c) {
  if (r > s.rows || c > s.columns) return 0;
  const at = r * s.wide + c;
  if (s.state[at]) look(s, at);
  const v = s.v[at];
  return v === v ? v : number(s.others.get(at) ?? null);
}

/** What is in a cell. @param {Sheet} s @param {number} r @param {number} c @returns {Value} */
export function V(s, r, c) {
  const value = shown(s, r, c);
  if (value instanceof Failure) throw value;
  return value;
}

/** What a cell shows, a failure too. @param {Sheet} s @param {number} r @param {number} c @returns {Value} */
export function shown(s, r, c) {
  if (r > s.rows || c > s.columns) return null;
  const at = r * s.wide + c;
  if (s.state[at]) look(s, at);
  const v = s.v[at];
  return v === v ? v : (s.others.get(at) ?? null);
}

/** Cells from a corner to another. @param {Sheet} s @param {number} r @param {number} c @param {number} r2 @param {number} c2 @returns {Area} */
export function A(s, r, c, r2, c2) {
  return { s, r, c, r2, c2 };
}

/** @param {Value} value */
export function number(value) {
  if (typeof value === "number") return value;
  if (value === null) return 0;
  if (typeof value === "boolean") return +value;
  if (value instanceof Failure) throw value;
  const text = value.trim();
  if (text === "" || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) throw new Failure("#VALUE!");
  return Number(text);
}

/** @param {Value} value */
export function truth(value) {
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.length === 4;
  return typeof value === "boolean" ? value : number(value) !== 0;
}

/** A value as text. @param {Value} value @returns {string} */
export function T(value) {
  if (value instanceof Failure) throw value;
  if (typeof value === "number") return String(Number(value.toPrecision(15))).toUpperCase();
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return value ?? "";
}

/** @param {number} one @param {number} other */
export function D(one, other) {
  if (other === 0) throw new Failure("#DIV/0!");
  return finite(one) / finite(other);
}

/** @param {number} base @param {number} exponent */
export function POWER(base, exponent) {
  if (base === 0 && exponent < 0) throw new Failure("#DIV/0!");
  return finite(base ** exponent);
}

/** @param {number} value */
export function finite(value) {
  if (!Number.isFinite(value)) throw new Failure("#NUM!");
  return value;
}

/** Numbers before texts before truths; numbers by 15 digits, texts by no case. @param {Value} one @param {Value} other */
export function compared(one, other) {
  if (one === null) one = typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
  if (other === null) other = typeof one === "string" ? "" : typeof one === "boolean" ? false : 0;
  if (typeof one === "number" && typeof other === "number") {
    if (one === other || finite(one).toPrecision(15) === finite(other).toPrecision(15)) return 0;
    return one < other ? -1 : 1;
  }
  const kinds = ["number", "string", "boolean"];
  const apart = kinds.indexOf(typeof one) - kinds.indexOf(typeof other);
  if (apart) return apart;
  if (typeof one === "string") one = one.toLowerCase();
  if (typeof other === "string") other = other.toLowerCase();
  return one === other ? 0 : /** @type {any} */ (one) < /** @type {any} */ (other) ? -1 : 1;
}
