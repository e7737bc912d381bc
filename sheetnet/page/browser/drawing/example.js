/** The chosen example: its features with sliders, its label; and the list of all examples. */

import { element, filled } from "../elements.js";
import { read } from "../model.js";
import { brief, real } from "./svg.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../model.js").Place} Place
 * @typedef {import("../model.js").Value} Value
 * @typedef {import("../book.js").Block} Block
 */

// More features than this are a table's business.
const MOST_FEATURES = 16;
const MOST_EXAMPLES = 200;

/** What stands in a block for each example: one of its own numbers. @param {Block} block @param {number} own */
function column({ given = [], axes }, own) {
  const [, examples] = axes[0];
  const size = given.length / examples;
  return given.filter((_, at) => at % size === own);
}

/** The inputs that each example has of its own; no pictures. @param {State} state @returns {[Block, number][]} */
function inputsOf({ model }) {
  return model.data.sheets.flatMap(({ key, blocks }, sheet) =>
    blocks
      .filter(({ input, axes, begins }) => input && begins === null && axes[0]?.[0] === "example")
      .filter(({ axes }) => key === "Training" && axes.filter(([axis]) => axis !== "position").length < 3)
      .map((block) => /** @type {[Block, number]} */ ([block, sheet])),
  );
}

/** The names of a block's numbers. @param {State} state @param {Block} block @returns {string[]} */
function namesOf({ model }, block) {
  const { network } = model.data;
  const fields = /** @type {{name: string, words?: string[]}[]} */ (network?.fields ?? []);
  /** @type {Record<string, string[]>} */
  const named = {
    x: network?.features ?? [],
    raw: fields.filter(({ words }) => !words?.length).map(({ name }) => name),
    word: fields.filter(({ words }) => words?.length).map(({ name }) => name),
  };
  if (block.layer === 0 && block.symbol !== "label") return network?.outputs ?? [];
  return named[block.symbol] ?? [];
}

/** One input of the example: a slider and a field, or a list of what it may be. @param {State} state @param {Block} block @param {number} sheet @param {number} own */
function row(state, block, sheet, own) {
  const { model } = state;
  const every = column(block, own);
  const place = () => model.within(block, sheet, state)[own];
  const letter = model.letter(place()).replace(/\[.*$/, "");
  const along = block.axes.find(([axis]) => axis === "position");
  const name = namesOf(state, block)[along ? 0 : own] ?? model.quantity(block)?.name ?? "";
  // Of a sequence each position has its own: the first axis but that of the examples.
  const label = `${name || letter}${along ? ` ${own + 1}` : ""}`;
  const put = (/** @type {string} */ typed) => state.change(place(), typed);
  const numbers = every.filter((one) => typeof one === "number");
  const isList = block.symbol === "label" || numbers.length < every.filter((one) => one !== null).length;
  const controls = isList ? [list(state, block, every, put)] : numeric(numbers, put);
  for (const one of controls) one.setAttribute("aria-label", label);
  const draw = () => {
    const [at, value] = [place(), model.value(place())];
    for (const one of controls) {
      one.disabled = !state.proved;
      one.classList.toggle("changed", state.before.has(model.address(at)));
      if (one.type !== "range") one.dataset.cell = model.address(at);
      if (document.activeElement !== one || one.type !== "number") one.value = String(value ?? "");
    }
  };
  return { made: element("label", {}, element("span", { title: letter }, label), ...controls), draw };
}

/** @param {State} state @param {Block} block @param {Value[]} every @param {(typed: string) => void} put */
function list({ model }, block, every, put) {
  const classes = block.symbol === "label" ? (model.find("class")?.[0].given ?? []) : [];
  const values = [...new Set([...classes, ...every].map((one) => String(one ?? "")))];
  const made = /** @type {HTMLSelectElement} */ (
    element("select", { class: "input" }, ...values.map((one) => element("option", { value: one }, one)))
  );
  made.addEventListener("change", () => put(made.value));
  return made;
}

/** @param {number[]} numbers @param {(typed: string) => void} put */
function numeric(numbers, put) {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const range = { type: "range", min: String(low), max: String(high), step: "any" };
  const made = [range, { type: "number", step: "any", class: "input" }].map(
    (attributes) => /** @type {HTMLInputElement} */ (element("input", attributes)),
  );
  made[0].addEventListener("input", () => put(made[0].value));
  made[1].addEventListener("change", () => put(made[1].value));
  return low < high ? made : made.slice(1);
}

/** The chosen example's inputs; null where a drawing or a table has them. @param {State} state */
export function makeExample(state) {
  const { model } = state;
  const { words } = model.data;
  const rows = inputsOf(state)
    .filter(([block]) => block.symbol !== "use" && block.symbol !== "batch")
    .flatMap(([block, sheet]) =>
      model.within(block, sheet, state).map((_, own) => row(state, block, sheet, own)),
    );
  if (!rows.length || rows.length > MOST_FEATURES) return null;
  const title = element("h2", {});
  const made = element("section", { class: "panel fields" }, title, ...rows.map(({ made }) => made));
  const draw = () => {
    title.textContent = `${words.example} ${state.example + 1}`;
    for (const one of rows) one.draw();
  };
  return { made, draw };
}

/** All examples: what each should be, what it is taken for, and its cost. @param {State} state */
export function makeExamples(state) {
  const { model } = state;
  const { words, network } = model.data;
  const count = Math.min(network?.examples ?? 0, MOST_EXAMPLES);
  const key = network?.labelled ? "label" : "t";
  const says = network?.labelled ? "answer" : `a_${(network?.layers.length ?? 0) + 1}`;
  const rows = Array.from({ length: count }, (_, example) => {
    const cells = ["th", "td", "td", "td", "td"].map((name) => element(name));
    const made = element("tr", { tabindex: "0", "data-example": String(example) }, ...cells);
    made.addEventListener("click", () => state.set({ example }));
    made.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") state.set({ example });
    });
    return { made, cells };
  });
  const more = (network?.examples ?? 0) - count;
  const rest = more > 0 ? [filled(words.more, { count: String(more) })] : [];
  const heads = ["", words.target, words.answer, "", "C"].map((text) =>
    text ? element("th", { scope: "col" }, text) : element("td"),
  );
  const table = element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows.map(({ made }) => made)),
  );
  const made = element(
    "section",
    { class: "panel examples" },
    element("h2", {}, words.examples),
    element("div", { class: "scroll", tabindex: "0" }, table, ...rest),
  );
  const draw = () => {
    const classes = model.places("class", state).map((place) => model.value(place));
    for (const [example, { made, cells }] of rows.entries()) {
      const all = (/** @type {string} */ key) =>
        model.places(key, { epoch: state.epoch, example }).map((place) => model.value(place));
      const [labels, answers] = [all(key), all(says)];
      const isTold = (/** @type {unknown} */ _, /** @type {number} */ at) =>
        labels.length < 2 || labels[at] !== null;
      const every = (/** @type {string} */ key) =>
        model
          .places(key, { epoch: state.epoch, example })
          .map((place, _, { length }) => read(model.value(place), length > 1 ? 2 : 3))
          .join(" ");
      const right = !network?.labelled
        ? ""
        : all("correct")
              .filter(isTold)
              .every((is) => real(is) > 0)
          ? "✓"
          : "✗";
      const named = answers.map((answer) => classes[real(answer) - 1] ?? "").filter(isTold);
      const texts = [
        String(example + 1),
        network?.labelled
          ? labels
              .filter(isTold)
              .map((label) => label ?? "")
              .join(" ")
          : every(key),
        network?.labelled ? named.join(" ") : every(says),
        right,
        brief(all("C").reduce((sum, C) => real(sum) + real(C), 0)),
      ];
      for (const [at, cell] of cells.entries())
        if (cell.textContent !== texts[at]) cell.textContent = texts[at];
      made.className = `${example === state.example ? "here" : ""} ${right === "✗" ? "missed" : ""}`;
    }
  };
  return { made, draw };
}
