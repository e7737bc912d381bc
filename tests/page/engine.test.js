import assert from "node:assert/strict";
import { test } from "node:test";
import {
  A,
  compared,
  D,
  Failure,
  forget,
  N,
  number,
  POWER,
  Sheet,
  shown,
  T,
  truth,
  V,
} from "../../sheetnet/javascript/engine.js";
import { X } from "../../sheetnet/javascript/functions.js";

/** A sheet of rows of values, from A1 on. @param {import("../../sheetnet/javascript/engine.js").Value[][]} rows */
function sheet(rows, more = 0) {
  /** @type {Sheet[]} */
  const book = [];
  const made = new Sheet(book, rows.length + more, Math.max(...rows.map((row) => row.length)));
  book.push(made);
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      made.put(r + 1, c + 1, value);
    });
  });
  return made;
}

/** @param {Sheet} s @param {number} r @param {number} c @param {import("../../sheetnet/javascript/engine.js").Form} form @param {number[]} [numbers] */
function formula(s, r, c, form, numbers = []) {
  s.rules.push({ form, numbers, fills: [] });
  s.follow(r, c, s.rules.length - 1);
}

/** @param {string} code @param {() => unknown} ask */
function fails(code, ask) {
  assert.throws(ask, (error) => error instanceof Failure && error.code === code);
}

test("an empty cell is 0 as a number, and nothing as text", () => {
  const s = sheet([[null, "a", true]]);
  assert.equal(N(s, 1, 1), 0);
  assert.equal(T(V(s, 1, 1)), "");
  assert.equal(N(s, 1, 3), 1);
  assert.equal(N(s, 99, 99), 0);
  fails("#VALUE!", () => N(s, 1, 2));
});

test("a failure goes on to whoever looks at it", () => {
  const s = sheet([[0, null, null, null]]);
  formula(s, 1, 2, (t, r, c) => D(1, N(t, r, c - 1)));
  formula(s, 1, 3, (t, r, c) => X.SUM(A(t, r, c - 2, r, c - 1)));
  formula(s, 1, 4, (t, r, c) =>
    X.IFERROR(
      () => V(t, r, c - 1),
      () => "none",
    ),
  );
  assert.equal(/** @type {Failure} */ (shown(s, 1, 3)).code, "#DIV/0!");
  assert.equal(shown(s, 1, 4), "none");
});

test("cells are computed anew when an input changes, and only then", () => {
  const s = sheet([[2, null]]);
  let times = 0;
  formula(s, 1, 2, (t, r, c) => {
    times++;
    return 10 * N(t, r, c - 1);
  });
  assert.equal(shown(s, 1, 2), 20);
  assert.equal(shown(s, 1, 2), 20);
  assert.equal(times, 1);
  s.put(1, 1, 3);
  forget(s.book);
  assert.equal(shown(s, 1, 2), 30);
});

test("a chain of a hundred thousand cells needs no stack", () => {
  const length = 100_000;
  const s = sheet([[1]], length);
  s.rules.push({ form: (t, r) => N(t, r - 1, 1) + 1, numbers: [], fills: [] });
  for (let r = 2; r <= length; r++) s.follow(r, 1, 0);
  assert.equal(shown(s, length, 1), length);
});

test("cells that wait for each other are said to", () => {
  for (const length of [2, 1000]) {
    const s = sheet([[null]], length);
    s.rules.push({ form: (t, r) => N(t, r === length ? 1 : r + 1, 1), numbers: [], fills: [] });
    for (let r = 1; r <= length; r++) s.follow(r, 1, 0);
    assert.equal(/** @type {Failure} */ (shown(s, 1, 1)).code, "#CIRC!");
  }
});

test("numbers of a rule grow along its fills", () => {
  const s = sheet([
    [null, null, null],
    [null, null, null],
  ]);
  const fills = [
    { each: 1, count: 3, moves: [1, 0] },
    { each: 3, count: 2, moves: [0, 100] },
  ];
  s.rules.push({ form: (_, _r, _c, p) => p[0] + p[1], numbers: [7, 50], fills });
  for (let at = 0; at < 6; at++) s.follow(1 + Math.floor(at / 3), 1 + (at % 3), 0, at);
  const found = [1, 2].map((r) => [1, 2, 3].map((c) => shown(s, r, c)));
  assert.deepEqual(found, [
    [57, 58, 59],
    [157, 158, 159],
  ]);
});

test("areas count numbers alone", () => {
  const s = sheet([[1, "2", true, null, 4]]);
  const every = A(s, 1, 1, 1, 5);
  assert.equal(X.SUM(every), 5);
  assert.equal(X.COUNT(every), 2);
  assert.equal(X.AVERAGE(every), 2.5);
  assert.equal(X.SUMPRODUCT(every, every), 17);
  assert.equal(X.SUMPRODUCT(every, every, every), 65);
  assert.equal(X.SUMSQ(every, 2), 21);
  assert.equal(X.MAX(A(s, 1, 2, 1, 4)), 0);
  fails("#DIV/0!", () => X.AVERAGE(A(s, 1, 2, 1, 4)));
  fails("#VALUE!", () => X.SUMPRODUCT(every, A(s, 1, 1, 1, 4)));
});

test("look-ups find the first of those that are equal, and the last that is not larger", () => {
  const s = sheet([
    [1, 3, 3, 5],
    ["a", "B", "b", null],
  ]);
  const [ups, texts] = [A(s, 1, 1, 1, 4), A(s, 2, 1, 2, 4)];
  assert.equal(X.MATCH(3, ups, 0), 2);
  assert.equal(X.MATCH(4, ups, 1), 3);
  assert.equal(X.MATCH("b", texts, 0), 2);
  fails("#N/A", () => X.MATCH(0, ups, 1));
  fails("#N/A", () => X.MATCH(7, ups, 0));
  assert.deepEqual(X.INDEX(ups, 3), [s, 1, 3]);
  assert.equal(X.SUM(X.PART(A(s, 1, 1, 2, 4), 1, 0)), 12);
  fails("#REF!", () => X.INDEX(ups, 1, 5));
  assert.equal(X.COUNTIF(ups, 3), 2);
  assert.equal(X.COUNTIF(texts, "b"), 2);
  assert.equal(X.LARGE(ups, 2), 3);
});

test("numbers beyond what a cell holds are failures", () => {
  fails("#NUM!", () => X.EXP(710));
  fails("#NUM!", () => X.SQRT(-1));
  fails("#NUM!", () => X.LN(0));
  fails("#DIV/0!", () => D(1, 0));
  fails("#NUM!", () => POWER(10, 400));
  fails("#DIV/0!", () => POWER(0, -1));
  const s = sheet([[1e308, null]]);
  formula(s, 1, 2, (t, r, c) => N(t, r, c - 1) * 10);
  assert.equal(/** @type {Failure} */ (shown(s, 1, 2)).code, "#NUM!");
});

test("values are compared as a spreadsheet does", () => {
  assert.equal(compared("Cat", "cAT"), 0);
  assert.equal(compared(0.1 + 0.2, 0.3), 0);
  assert.ok(compared(1e9, "") < 0);
  assert.ok(compared("z", false) < 0);
  assert.equal(compared(null, 0), 0);
  assert.equal(compared(null, ""), 0);
  assert.ok(compared(-1, null) < 0);
});

test("texts are no numbers unless they are written as such", () => {
  assert.equal(number(" -1.5E2 "), -150);
  for (const text of ["", "1,5", "0x10", "Infinity", "1e", "١"]) fails("#VALUE!", () => number(text));
  assert.equal(truth("TRUE"), true);
  assert.equal(truth(0), false);
  fails("#VALUE!", () => truth("yes"));
});

test("numbers are rounded and written as a person would", () => {
  assert.equal(X.ROUND(2.5, 0), 3);
  assert.equal(X.ROUND(-1.005, 2), -1.01);
  assert.equal(X.ROUND(1234, -2), 1200);
  assert.equal(X.FIXED(1234.5, 2), "1,234.50");
  assert.equal(X.FIXED(1234567.125, 3, true), "1234567.125");
  assert.equal(X.FIXED(-0.0004, 3, true), "0.000");
  assert.equal(X.FIXED(0.0005, 3, true), "0.001");
  assert.equal(T(0.1 + 0.2), "0.3");
  assert.equal(T(1e21), "1E+21");
});

test("statistics are those of the book", () => {
  const s = sheet([
    [2, 4, 4, 4, 5, 5, 7, 9],
    [1, 2, 3, 4, 5, 6, 7, 8],
  ]);
  const [y, x] = [A(s, 1, 1, 1, 8), A(s, 2, 1, 2, 8)];
  assert.equal(X.VAR(y), 32 / 7);
  assert.equal(X.COVAR(y, y), 4);
  assert.equal(X.SLOPE(y, x), 34 / 42);
  assert.equal(X.INTERCEPT(y, x), 5 - (34 / 42) * 4.5);
  assert.ok(Math.abs(X.RSQ(y, x) - 34 ** 2 / (42 * 32)) < 1e-15);
  assert.equal(X.SUMXMY2(y, x), 1 + 4 + 1 + 0 + 0 + 1 + 0 + 1);
});
