import assert from "node:assert/strict";
import { test } from "node:test";
import { bookOf, numberAt, placeOf } from "../../sheetnet/page/browser/book.js";
import { proof, says } from "../../sheetnet/page/browser/proof.js";

/** @typedef {import("../../sheetnet/page/browser/book.js").Block} Block */
/** @typedef {import("../../sheetnet/page/browser/book.js").Data} Data */

/** Two epochs of two examples: x, and y = 2 x + the epoch. @returns {Data} */
function data() {
  return {
    formulas: 4,
    rtol: 1e-9,
    atol: 1e-12,
    sheets: [
      {
        key: "S",
        name: "S",
        words: [],
        charts: [],
        across: [2, 2, 3],
        down: [3, 2, 4],
        begins: [0],
        cells: [{ at: [3, 2], rule: [0, []], across: 1, down: 1 }],
        blocks: [
          { symbol: "x", layer: 1, at: [1, 2], axes: [["example", 2, 0, 3]], begins: null, given: [1.5, 4] },
          {
            symbol: "y",
            layer: 0,
            at: [3, 2],
            axes: [
              ["epoch", 2, 4, 0],
              ["example", 2, 0, 3],
            ],
            begins: [],
            proved: "numbers",
          },
        ],
      },
    ],
  };
}

/** @param {Data} given @param {number[]} numbers @param {number} [sign] */
function outcome(given, numbers, sign = 1) {
  /** @type {import("../../sheetnet/javascript/engine.js").Form} */
  const form = (s, r, c) => sign * 2 * s.v[s.at(1, c)] + (r - 3) / 4;
  const steps = proof(given, bookOf(given, [form]), Float64Array.from(numbers));
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

test("every formula cell is compared, and a wrong one is named", () => {
  assert.deepEqual(outcome(data(), [3, 8, 4, 9]), { cells: 4, wrong: 0, first: null });
  assert.deepEqual(outcome(data(), [3, 8, 4 + 1e-8, 9]), { cells: 4, wrong: 1, first: [0, 7, 2] });
  assert.deepEqual(outcome(data(), [3, 8, 4, 9], -1), { cells: 4, wrong: 4, first: [0, 3, 2] });
});

test("what rounding may add is allowed for in its own cell alone", () => {
  const given = data();
  given.sheets[0].blocks[1].more = { 2: 1e-7 };
  assert.equal(outcome(given, [3, 8, 4 + 1e-8, 9]).wrong, 0);
  assert.equal(outcome(given, [3, 8 + 1e-7, 4, 9]).wrong, 1);
});

test("a sentence is its words, and its numbers as near as they may be", () => {
  /** @type {(string|[number, number])[]} */
  const pieces = ["z = ", [0.5, 0.0005], "×", [-2, 0.0005], [-0.1, 0.0005], " (1.5)"];
  assert.ok(says(pieces, "z = 0.500×(−2) − 0.100 (1.5)"));
  assert.ok(says(pieces, "z = 0,500×(−2) − 0.100 (1.5)"));
  assert.ok(!says(pieces, "z = 0.501×(−2) − 0.100 (1.5)"));
  assert.ok(!says(pieces, "z = 0.500×(−2) + 0.100 (1.5)"));
  assert.ok(!says(pieces, "z = 0.500×(−2) − 0.100 (1x5)"));
  assert.ok(says(["a ", [2e15, 0.5]], "a >10¹⁵"));
  assert.ok(!says(["a ", [2e14, 0.5]], "a >10¹⁵"));
});

test("the number of an element is found by its place", () => {
  /** @type {Block} */
  const block = {
    symbol: "w",
    layer: 2,
    at: [10, 5],
    axes: [
      ["epoch", 3, 40, 0],
      ["example", 2, 0, 9],
      ["map", 2, 5, 0],
      ["row", 4, 1, 0],
      ["column", 3, 0, 2],
    ],
    begins: null,
  };
  const count = 3 * 2 * 2 * 4 * 3;
  const seen = new Set();
  for (let at = 0; at < count; at++) {
    const [r, c] = placeOf(block, at);
    assert.equal(numberAt(block, r, c), at);
    seen.add(`${r},${c}`);
  }
  assert.equal(seen.size, count);
  for (const [r, c] of [
    [9, 5],
    [14, 5],
    [10, 6],
    [10, 11],
    [200, 5],
    [10, 30],
  ])
    assert.equal(numberAt(block, r, c), null);
});
