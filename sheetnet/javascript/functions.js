/** The functions of portable formulas, by their names there. */

import { A, compared, D, Failure, finite, look, number, shown, T, V } from "./engine.js";

/**
 * @typedef {import("./engine.js").Value} Value
 * @typedef {import("./engine.js").Area} Area
 * @typedef {import("./engine.js").Sheet} Sheet
 * @typedef {Area|Value} Argument
 */

/** @param {Argument} one @returns {one is Area} */
function isArea(one) {
  return typeof one === "object" && one !== null && "s" in one;
}

/** Numbers of cells, others left out; of a value its number. @param {Argument[]} every @param {(v: number) => void} use */
function each(every, use) {
  for (const one of every) {
    if (!isArea(one)) {
      use(number(one));
      continue;
    }
    const { s } = one;
    const last = Math.min(one.c2, s.columns);
    for (let r = one.r; r <= one.r2 && r <= s.rows; r++) {
      for (let at = s.at(r, one.c), end = s.at(r, last); at <= end; at++) {
        if (s.state[at]) look(s, at);
        const v = s.v[at];
        if (v === v) use(v);
        else if (s.others.size) refuse(s.others.get(at));
      }
    }
  }
}

/** @param {Value|undefined} value */
function refuse(value) {
  if (value instanceof Failure) throw value;
}

/** The number of one of the cells, NaN where it holds none. @param {Area} one @param {number} r @param {number} c */
function within(one, r, c) {
  const value = V(one.s, one.r + r, one.c + c);
  return typeof value === "number" ? value : Number.NaN;
}

/** @param {Argument} one @returns {[number, number]} */
function size(one) {
  return isArea(one) ? [one.r2 - one.r + 1, one.c2 - one.c + 1] : [1, 1];
}

/** Numbers that stand at the same place of areas of one size. @param {Argument[]} every @param {(v: number[]) => void} use */
function together(every, use) {
  const [rows, columns] = size(every[0]);
  for (const one of every) {
    const [r, c] = size(one);
    if (r !== rows || c !== columns) throw new Failure("#VALUE!");
  }
  const found = every.map(() => 0);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      for (let k = 0; k < every.length; k++) {
        const one = every[k];
        found[k] = isArea(one) ? within(one, r, c) : number(one);
      }
      use(found);
    }
  }
}

/** The number in a cell; 0 where it holds none. @param {Sheet} s @param {number} r @param {number} c */
function numberOrNothing(s, r, c) {
  if (r > s.rows || c > s.columns) return 0;
  const at = s.at(r, c);
  if (s.state[at]) look(s, at);
  const v = s.v[at];
  if (v === v) return v;
  if (s.others.size) refuse(s.others.get(at));
  return 0;
}

/** What most formulas ask for: the sum of the products of two areas. @param {Area} one @param {Area} other */
function product(one, other) {
  const [rows, columns] = size(one);
  const [r, c] = size(other);
  if (r !== rows || c !== columns) throw new Failure("#VALUE!");
  let sum = 0;
  for (let down = 0; down < rows; down++) {
    for (let right = 0; right < columns; right++) {
      const x = numberOrNothing(one.s, one.r + down, one.c + right);
      sum += x * numberOrNothing(other.s, other.r + down, other.c + right);
    }
  }
  return sum;
}

/** Of each pair of numbers, as the statistics of it need them. @param {Argument} ys @param {Argument} xs */
function line(ys, xs) {
  /** @type {[number, number][]} */
  const pairs = [];
  together([ys, xs], ([y, x]) => {
    if (x === x && y === y) pairs.push([y, x]);
  });
  const n = pairs.length;
  if (!n) throw new Failure("#DIV/0!");
  const my = pairs.reduce((sum, [y]) => sum + y, 0) / n;
  const mx = pairs.reduce((sum, [, x]) => sum + x, 0) / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const [y, x] of pairs) {
    xx += (x - mx) * (x - mx);
    yy += (y - my) * (y - my);
    xy += (x - mx) * (y - my);
  }
  return { n, mx, my, xx, yy, xy };
}

/** @param {Argument[]} every */
function numbersIn(every) {
  /** @type {number[]} */
  const found = [];
  each(every, (v) => found.push(v));
  return found;
}

/** @param {Argument[]} every */
function variance(every) {
  const found = numbersIn(every);
  if (found.length < 2) throw new Failure("#DIV/0!");
  const mean = found.reduce((sum, v) => sum + v, 0) / found.length;
  return found.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / (found.length - 1);
}

/** @param {number} value @param {number} places */
function rounded(value, places) {
  // By the shortest text of a number, so that 1.005 is what a person reads.
  const [digits, exponent] = Math.abs(value).toExponential().split("e");
  const whole = Math.round(Number(`${digits}e${Number(exponent) + places}`));
  const back = Number(`${whole}e${-places}`);
  return value < 0 ? -back : back;
}

/** The area of an INDEX. @param {Argument} one @param {number} r @param {number} [c] @returns {Area} */
function part(one, r, c) {
  if (!isArea(one)) throw new Failure("#REF!");
  const [rows, columns] = size(one);
  if (c === undefined) [r, c] = rows === 1 ? [1, r] : [r, columns === 1 ? 1 : 0];
  const [row, column] = [Math.trunc(r), Math.trunc(c)];
  if (row < 0 || column < 0 || row > rows || column > columns) throw new Failure("#REF!");
  const top = row ? one.r + row - 1 : one.r;
  const left = column ? one.c + column - 1 : one.c;
  return A(one.s, top, left, row ? top : one.r2, column ? left : one.c2);
}

/** @param {Value} wanted @param {Argument} area @param {number} [kind] */
function matched(wanted, area, kind = 1) {
  if (!isArea(area)) throw new Failure("#N/A");
  const [rows, columns] = size(area);
  let best = 0;
  for (let k = 0; k < rows * columns; k++) {
    const value = V(area.s, area.r + (columns === 1 ? k : 0), area.c + (columns === 1 ? 0 : k));
    if (value === null || typeof value !== typeof wanted) continue;
    const by = compared(value, wanted);
    if (by === 0) {
      best = k + 1;
      if (kind === 0) return best;
    } else if (kind !== 0 && by < 0 === kind > 0) best = k + 1;
    else if (kind !== 0) break;
  }
  if (!best) throw new Failure("#N/A");
  return best;
}

/** @param {number} value @param {(v: number) => number} of */
function defined(value, of) {
  return finite(of(value));
}

/** @param {() => Value} ask @param {(failure: Failure) => Value} otherwise @returns {Value} */
function tried(ask, otherwise) {
  try {
    const value = ask();
    return typeof value === "number" ? finite(value) : value;
  } catch (error) {
    if (error instanceof Failure) return otherwise(error);
    throw error;
  }
}

/** The functions of formulas, by their names there. @type {Record<string, (...every: any[]) => any>} */
export const X = {
  ABS: Math.abs,
  SIGN: Math.sign,
  SQRT: (v) => defined(v, Math.sqrt),
  EXP: (v) => defined(v, Math.exp),
  LN: (v) => defined(v, Math.log),
  LOG10: (v) => defined(v, Math.log10),
  SIN: Math.sin,
  COS: Math.cos,
  TANH: Math.tanh,
  SINH: (v) => defined(v, Math.sinh),
  ASINH: Math.asinh,
  ACOS: (v) => defined(v, Math.acos),
  INT: Math.floor,
  PI: () => Math.PI,
  TRUE: () => true,
  FALSE: () => false,
  NOT: (v) => !v,
  AND: (...every) => every.every(Boolean),
  OR: (...every) => every.some(Boolean),
  ATAN2: (x, y) => Math.atan2(y, x),
  MOD: (a, b) => a - b * Math.floor(D(a, b)),
  ROUND: (v, places) => rounded(v, Math.trunc(places)),
  SUM: (...every) => {
    let sum = 0;
    each(every, (v) => (sum += v));
    return sum;
  },
  SUMSQ: (...every) => {
    let sum = 0;
    each(every, (v) => (sum += v * v));
    return sum;
  },
  COUNT: (...every) => numbersIn(every).length,
  AVERAGE: (...every) => {
    const found = numbersIn(every);
    return D(
      found.reduce((sum, v) => sum + v, 0),
      found.length,
    );
  },
  MAX: (...every) => {
    let most = Number.NEGATIVE_INFINITY;
    each(every, (v) => (most = Math.max(most, v)));
    return most === Number.NEGATIVE_INFINITY ? 0 : most;
  },
  MIN: (...every) => {
    let least = Number.POSITIVE_INFINITY;
    each(every, (v) => (least = Math.min(least, v)));
    return least === Number.POSITIVE_INFINITY ? 0 : least;
  },
  VAR: (...every) => variance(every),
  STDEV: (...every) => Math.sqrt(variance(every)),
  SUMPRODUCT: (...every) => {
    if (every.length === 2 && isArea(every[0]) && isArea(every[1])) return product(every[0], every[1]);
    let sum = 0;
    together(every, (v) => {
      let product = 1;
      for (const one of v) product *= one === one ? one : 0;
      sum += product;
    });
    return sum;
  },
  SUMXMY2: (a, b) => {
    let sum = 0;
    together([a, b], ([x, y]) => {
      if (x === x && y === y) sum += (x - y) * (x - y);
    });
    return sum;
  },
  SLOPE: (y, x) => {
    const { xy, xx } = line(y, x);
    return D(xy, xx);
  },
  INTERCEPT: (y, x) => {
    const { mx, my, xy, xx } = line(y, x);
    return my - D(xy, xx) * mx;
  },
  CORREL: (y, x) => {
    const { xx, yy, xy } = line(y, x);
    return D(xy, Math.sqrt(xx) * Math.sqrt(yy));
  },
  RSQ: (y, x) => X.CORREL(y, x) ** 2,
  COVAR: (y, x) => {
    const { n, xy } = line(y, x);
    return xy / n;
  },
  ROW: (one) => one.r,
  ROWS: (one) => size(one)[0],
  COLUMN: (one) => one.c,
  COLUMNS: (one) => size(one)[1],
  LARGE: (one, k) => {
    const found = numbersIn([one]).sort((a, b) => b - a);
    const at = Math.ceil(k);
    if (at < 1 || at > found.length) throw new Failure("#NUM!");
    return found[at - 1];
  },
  COUNTIF: (one, wanted) => {
    const [rows, columns] = size(one);
    let count = 0;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        const value = shown(one.s, one.r + r, one.c + c);
        if (typeof value === typeof wanted && value !== null && !(value instanceof Failure)) {
          count += +(compared(value, wanted) === 0);
        }
      }
    }
    return count;
  },
  PART: part,
  INDEX: (one, r, c) => {
    const found = part(one, r, c);
    if (found.r !== found.r2 || found.c !== found.c2) throw new Failure("#VALUE!");
    return [found.s, found.r, found.c];
  },
  MATCH: matched,
  CHOOSE: (at, ...every) => {
    const chosen = every[Math.trunc(at) - 1];
    if (!chosen) throw new Failure("#VALUE!");
    return chosen();
  },
  IFERROR: (ask, otherwise) => tried(ask, otherwise),
  ISNUMBER: (ask) => typeof tried(ask, () => null) === "number",
  HYPERLINK: (to, name) => name ?? to,
  REPT: (text, times) => T(text).repeat(Math.trunc(times)),
  TEXT: () => {
    throw new Failure("#N/IMPL!");
  },
  FIXED: (v, places = 2, plain = 0) => {
    const digits = Math.max(0, places);
    const text = Math.abs(rounded(v, places)).toFixed(digits);
    const grouped = plain ? text : text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
    return (rounded(v, places) < 0 ? "-" : "") + grouped;
  },
  NORMDIST: (x, mean, deviation, whole) => {
    if (deviation <= 0) throw new Failure("#NUM!");
    if (whole) throw new Failure("#N/IMPL!");
    const z = (x - mean) / deviation;
    return Math.exp((-z * z) / 2) / (deviation * Math.sqrt(2 * Math.PI));
  },
};
