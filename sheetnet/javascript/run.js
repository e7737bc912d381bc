/**
 * A book computed from a file: the program of the calculator `javascript`.
 *
 * Beside it stand `forms.js`, the functions of the formulas, and `book.json`: of each
 * sheet its size, its constants, its rules and where they hold. It writes `numbers.bin`,
 * all numbers sheet by sheet and row by row, and `others.json`, what stands elsewhere.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { Failure, Sheet, shown } from "./engine.js";
// @ts-expect-error It is written for each workbook.
import { FORMS } from "./forms.js";

/** @typedef {{rows: number, columns: number, constants: [r: number, c: number, value: import("./engine.js").Value][], rules: [form: number, numbers: number[]][], places: number[]}} SheetData */

/** @type {SheetData[]} */
const data = JSON.parse(readFileSync("book.json", "utf8"));
/** @type {Sheet[]} */
const book = [];
for (const { rows, columns, constants, rules, places } of data) {
  const sheet = new Sheet(book, rows, columns);
  sheet.rules = rules.map(([form, numbers]) => ({ form: FORMS[form], numbers, fills: [] }));
  for (const [r, c, value] of constants) sheet.put(r, c, value);
  for (let at = 0; at < places.length; at += 3) sheet.follow(places[at], places[at + 1], places[at + 2]);
  book.push(sheet);
}

const numbers = new Float64Array(book.reduce((sum, { rows, columns }) => sum + rows * columns, 0));
/** @type {[at: number, value: string|boolean|string[]][]} */
const others = [];
let next = 0;
for (const sheet of book) {
  for (let r = 1; r <= sheet.rows; r++) {
    for (let c = 1; c <= sheet.columns; c++, next++) {
      const value = shown(sheet, r, c);
      numbers[next] = typeof value === "number" ? value : Number.NaN;
      if (value instanceof Failure) others.push([next, [value.code]]);
      else if (value !== null && typeof value !== "number") others.push([next, value]);
    }
  }
}
writeFileSync("numbers.bin", numbers);
writeFileSync("others.json", JSON.stringify(others));
