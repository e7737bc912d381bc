/**
 * Does every formula cell, as computed here, hold what NumPy says?
 */

import { shown } from "../../javascript/engine.js";
import { isConstant, placeOf, sizeOf } from "./book.js";

/**
 * @typedef {import("../../javascript/engine.js").Value} Value
 * @typedef {import("../../javascript/engine.js").Sheet} Sheet
 * @typedef {import("./book.js").Block} Block
 * @typedef {{cells: number, wrong: number, first: [sheet: number, r: number, c: number]|null}} Outcome
 */

const BEYOND = ">10¹⁵";
const NUMBER = `( [−+] |\\(?−)?([0-9]+(?:[.,][0-9]+)?(?:E-[0-9]+)?|${BEYOND})\\)?`;

/** Whether a sentence has the same words, and numbers as near as they may be. @param {(string|[number, number])[]} pieces @param {string} text */
export function says(pieces, text) {
  const form = pieces.map((one) =>
    typeof one === "string" ? one.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&") : NUMBER,
  );
  const hit = new RegExp(`^${form.join("")}$`).exec(text);
  if (!hit) return false;
  let at = 1;
  for (const piece of pieces) {
    if (typeof piece === "string") continue;
    const minus = hit[at]?.includes("−") ? -1 : 1;
    const [value, off] = piece;
    const digits = hit[at + 1];
    at += 2;
    if (
      digits === BEYOND
        ? minus * value + off < 1e15
        : Math.abs(minus * Number(digits.replace(",", ".")) - value) > off
    )
      return false;
  }
  return true;
}

/** Whether a cell shows a text. @param {unknown} way @param {Value} found */
function same(way, found) {
  if (Array.isArray(way)) return typeof found === "string" && says(way, found);
  if (way === null) return found === null || found === "" || found === 0;
  // What is copied goes through 15 digits.
  if (typeof way === "number" && typeof found === "number")
    return Math.abs(way - found) <= 1e-14 * Math.abs(way);
  return way === found;
}

/**
 * Compare cell by cell; whoever asks may rest between two steps.
 * @param {import("./book.js").Data} data @param {Sheet[]} book @param {Float64Array} numbers
 * @returns {Generator<Outcome, Outcome>}
 */
export function* proof(data, book, numbers) {
  /** @type {Outcome} */
  const outcome = { cells: 0, wrong: 0, first: null };
  let next = 0;
  for (let sheet = 0; sheet < data.sheets.length; sheet++) {
    for (const block of data.sheets[sheet].blocks) {
      if (!block.proved) continue;
      const size = sizeOf(block);
      for (let element = 0, at = -1; element < size; element++) {
        if (isConstant(block, element)) continue;
        at++;
        const [r, c] = placeOf(block, element);
        const found = shown(book[sheet], r, c);
        const right =
          block.proved === "texts"
            ? (block.texts?.[at] ?? []).some((way) => same(way, found))
            : near(found, numbers[next], data, block.more?.[at] ?? 0);
        if (block.proved === "numbers") next++;
        outcome.cells++;
        if (!right) {
          outcome.wrong++;
          outcome.first ??= [sheet, r, c];
        }
        if (outcome.cells % 256 === 0) yield outcome;
      }
    }
  }
  return outcome;
}

/** @param {Value} found @param {number} v @param {{rtol: number, atol: number}} tolerance @param {number} more */
function near(found, v, { rtol, atol }, more) {
  return typeof found === "number" && Math.abs(found - v) <= atol + rtol * Math.abs(v) + more;
}
