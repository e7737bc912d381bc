/**
 * A cell's formula: as its text, as its numbers, and which cells it reads.
 */

import { element, filled } from "./elements.js";
import { cellsOf, letters, read } from "./model.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").Place} Place
 * @typedef {number|[number]} Given
 * @typedef {[relative: 0|1, at: Given]} Corner
 * @typedef {{n: Given}} Numeral
 * @typedef {{cell: Corner[], sheet?: number, name?: string}} Cells
 * @typedef {{call: string, with: Tree[]}} Call
 * @typedef {string|Numeral|Cells|Call} Leaf
 * @typedef {Leaf[]} Tree
 */

const MOST = 12;
/** Signs of formulas as equations have them. */
/** @type {Record<string, string>} */
const SIGNS = { "*": " × ", "-": " − ", "/": " / ", "+": " + ", "^": " ^ " };

/** A formula as a cell holds it, and as its numbers. */
export class Formula {
  /** @param {Model} model @param {Place} place @param {number[]} numbers */
  constructor(model, place, numbers) {
    this.model = model;
    this.place = place;
    this.numbers = numbers;
  }

  /** @param {Given} given */
  #number(given) {
    return typeof given === "number" ? given : this.numbers[given[0]];
  }

  /** The first and the last cell of a reference. @param {Cells} cells @returns {[Place, Place]} */
  ends({ cell, sheet = this.place.sheet }) {
    const at = cell.map(
      ([relative, given], k) => this.#number(given) + (relative ? (k % 2 ? this.place.c : this.place.r) : 0),
    );
    const [r, c, r2 = r, c2 = c] = at;
    return [
      { sheet, r, c },
      { sheet, r: r2, c: c2 },
    ];
  }

  /** What a formula reads: areas, each by its first and last cell. @param {Tree} tree @returns {[Place, Place][]} */
  reads(tree) {
    return tree.flatMap((one) =>
      typeof one === "string" || "n" in one
        ? []
        : "cell" in one
          ? [this.ends(one)]
          : one.with.flatMap((row) => this.reads(row)),
    );
  }

  /** As the cell holds it. @param {Tree} tree @returns {string} */
  text(tree) {
    return tree.map((one) => this.#text(one)).join("");
  }

  /** @param {Leaf} one @returns {string} */
  #text(one) {
    if (typeof one === "string") return one;
    if ("n" in one) return String(this.#number(one.n));
    if ("call" in one) return `${one.call}(${one.with.map((row) => this.text(row)).join(",")})`;
    if (one.name) return one.name;
    const ends = this.ends(one).slice(0, one.cell.length / 2);
    const corners = ends.map(({ r, c }, k) => {
      const [down, across] = [one.cell[2 * k][0], one.cell[2 * k + 1][0]];
      return `${across ? "" : "$"}${letters(c)}${down ? "" : "$"}${r}`;
    });
    const sheet = one.sheet === undefined ? "" : this.model.address(ends[0]).replace(/![^!]*$/, "!");
    return sheet + corners.join(":");
  }

  /** Its numbers, each to be clicked on. @param {Tree} tree @returns {(Node|string)[]} */
  shown(tree) {
    return tree.flatMap((one) => this.#shown(one));
  }

  /** @param {Leaf} one @returns {(Node|string)[]} */
  #shown(one) {
    if (typeof one === "string") return [SIGNS[one] ?? one];
    if ("n" in one) return [String(this.#number(one.n)).replace("-", "−")];
    if ("cell" in one)
      return this.#joined(
        cellsOf(...this.ends(one)).map((place) => [this.#chip(place)]),
        ", ",
      );
    const areas = one.with.map((row) =>
      row.length === 1 && typeof row[0] === "object" && "cell" in row[0]
        ? cellsOf(...this.ends(row[0]))
        : null,
    );
    const [first, second] = areas;
    if (one.call === "SUMPRODUCT" && first && second) {
      return [
        "( ",
        ...this.#joined(
          first.map((place, k) => [this.#chip(place), "×", this.#chip(second[k])]),
          " + ",
        ),
        " )",
      ];
    }
    if (one.call === "SUM" && first && areas.length === 1) {
      return [
        "( ",
        ...this.#joined(
          first.map((place) => [this.#chip(place)]),
          " + ",
        ),
        " )",
      ];
    }
    if (one.call === "EXP") return [element("i", {}, "e"), element("sup", {}, ...this.shown(one.with[0]))];
    const inside = one.with.flatMap((row, k) => (k ? ["; ", ...this.shown(row)] : this.shown(row)));
    return [`${one.call.toLowerCase()}( `, ...inside, " )"];
  }

  /** @param {(Node|string)[][]} every @param {string} between @returns {(Node|string)[]} */
  #joined(every, between) {
    const some = every.slice(0, MOST).flatMap((one, k) => (k ? [between, ...one] : one));
    const more = every.length - MOST;
    return more > 0 ? [...some, between, filled(this.model.data.words.more, { count: String(more) })] : some;
  }

  /** @param {Place} place */
  #chip(place) {
    return chip(this.model, place);
  }
}

/** A number to be clicked on, with its name. @param {Model} model @param {Place} place */
export function chip(model, place) {
  const kind = model.isInput(place) ? "chip input" : "chip";
  return element(
    "button",
    { class: kind, type: "button", "data-at": model.address(place) },
    element("small", {}, model.letter(place)),
    read(model.value(place)),
  );
}

/** What the formula of a cell reads, area by area; a constant reads nothing. @param {Model} model @param {Place} place */
export function readBy(model, place) {
  const formula = model.formula(place);
  return formula ? new Formula(model, place, formula.numbers).reads(formula.tree) : [];
}

/** Whether a cell is in one of some areas. @param {[Place, Place][]} areas @param {Place} place */
export function isIn(areas, { sheet, r, c }) {
  return areas.some(
    ([from, to]) => from.sheet === sheet && r >= from.r && r <= to.r && c >= from.c && c <= to.c,
  );
}

/** Names of marks. */
export const MARKS = ["changed", "chosen", "read", "reads"];

/** How a cell stands to the chosen one, and to the workbook: as names of classes. @param {import("./state.js").State} state @returns {(place: Place) => string[]} */
export function marksOf({ model, chosen, before }) {
  const reads = chosen ? readBy(model, chosen) : [];
  return (place) => {
    /** @type {[string, boolean][]} */
    const marks = [["changed", before.size > 0 && before.has(model.address(place))]];
    if (chosen)
      marks.push(
        ["chosen", place.sheet === chosen.sheet && place.r === chosen.r && place.c === chosen.c],
        ["read", isIn(reads, place)],
        ["reads", isIn(readBy(model, place), chosen)],
      );
    return marks.flatMap(([name, is]) => (is ? [name] : []));
  };
}
