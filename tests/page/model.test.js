import assert from "node:assert/strict";
import { test } from "node:test";
import { Model } from "../../sheetnet/page/browser/model.js";

/** @typedef {import("../../sheetnet/page/browser/model.js").PageData} PageData */
/** @typedef {import("../../sheetnet/page/browser/book.js").Block} Block */

/** A sheet of some blocks, and one quantity. @param {Block[]} blocks */
function modelOf(blocks) {
  const quantity = { letter: "z²", equation: "", role: "forward", each: [], of: "", name: "" };
  const sheet = { key: "S", name: "S", words: [], across: null, down: null, begins: [], cells: [], blocks };
  const data = { sheets: [sheet], quantities: { z_2: quantity }, formulas: 0, rtol: 0, atol: 0 };
  return new Model(/** @type {any} */ (data), []);
}

/** @param {Partial<Block>} more @returns {Block} */
function column(more) {
  return {
    symbol: "v.k",
    layer: 0,
    at: [2, 2],
    axes: [["row", 2, 1, 0]],
    begins: null,
    given: [1, 2],
    ...more,
  };
}

test("a number without a letter is called by the words beside it", () => {
  const model = modelOf([column({ said: "off" })]);
  assert.equal(model.letter({ sheet: 0, r: 3, c: 2 }), "off₂");
});

test("each number of a table has words of its own", () => {
  const model = modelOf([column({ said: ["w · first", "w · last"] })]);
  assert.equal(model.letter({ sheet: 0, r: 3, c: 2 }), "w · last");
});

test("what a view shows once more is written as what it shows", () => {
  const model = modelOf([column({ symbol: "explorer.z", layer: 2, as: "z_2" })]);
  assert.equal(model.letter({ sheet: 0, r: 2, c: 2 }), "z²₁");
});
