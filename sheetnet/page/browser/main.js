/** The page: opens what is packed in it, proves it, and shows it. */

import { failed } from "./boot.js";
import { makeChanges } from "./changes.js";
import { makeControls } from "./controls.js";
import { makeChart } from "./drawing/chart.js";
import { byId, element, filled } from "./elements.js";
import { drawExplained } from "./explain.js";
import { drawGrid } from "./grid.js";
import { Model } from "./model.js";
import { panelsOf } from "./panels.js";
import { proof } from "./proof.js";
import { drawSheet } from "./sheets.js";
import { State } from "./state.js";
import { unfolded, unpacked } from "./unpack.js";

/** @typedef {import("./proof.js").Outcome} Outcome */

// Milliseconds after which whoever uses the page has a turn.
const SLICE = 25;

/** Say what is known: nothing yet, whether NumPy agrees, or that an input was changed. @param {State} state @param {Outcome|null} outcome */
function drawVerdict(state, outcome) {
  const root = document.documentElement.dataset;
  const { words } = state.model.data;
  const { cells = 0, wrong = 0 } = outcome ?? {};
  const verdict = !outcome ? "computing" : state.changed.length ? "changed" : wrong ? "disagree" : "agree";
  root.cells = String(cells);
  root.wrong = String(wrong);
  root.verdict = verdict;
  const { formulas } = state.model.data;
  const says = verdict === "agree" && cells < formulas ? words.part : words[verdict];
  const [sheet, r, c] = outcome?.first ?? [];
  byId("verdict").textContent = filled(says, {
    cells: grouped(cells),
    wrong: grouped(wrong),
    all: grouped(formulas),
    first: sheet === undefined || !r || !c ? "" : state.model.address({ sheet, r, c }),
  });
}

/** @param {number} count */
function grouped(count) {
  return count.toLocaleString("en");
}

/** Compare all cells, and rest now and then. @param {Model} model @param {Float64Array} numbers @returns {Promise<Outcome>} */
function proved(model, numbers) {
  const steps = proof(model.data, model.book, numbers);
  return new Promise((tell) => {
    const go = () => {
      const end = performance.now() + SLICE;
      let step = steps.next();
      while (!step.done && performance.now() < end) step = steps.next();
      if (step.done) tell(step.value);
      else setTimeout(go);
    };
    setTimeout(go);
  });
}

/** A button for each sheet. @param {State} state @param {() => number} now @param {(sheet: number) => void} open */
function makeTabs({ model }, now, open) {
  const buttons = model.data.sheets.map(({ name }, sheet) => {
    const made = element("button", { type: "button" }, name);
    made.addEventListener("click", () => open(sheet));
    return made;
  });
  byId("tabs").replaceChildren(...buttons);
  return () => {
    for (const [at, made] of buttons.entries()) made.setAttribute("aria-current", String(at === now()));
  };
}

/** The numbers of one sheet, and its charts. @param {State} state @param {() => number} now */
function makeSheet(state, now) {
  const { data } = state.model;
  /** @type {Map<number, {made: HTMLElement, draw: () => void}[]>} */
  const charts = new Map();
  return () => {
    const sheet = now();
    const { grid, charts: every } = data.sheets[sheet];
    if (grid) drawGrid(state, sheet, grid);
    else drawSheet(state, sheet);
    if (!charts.has(sheet))
      charts.set(
        sheet,
        every.map((one) => makeChart(state, sheet, one)),
      );
    const made = charts.get(sheet) ?? [];
    byId("charts").replaceChildren(...made.map((one) => one.made));
    for (const one of made) one.draw();
  };
}

/** Show the page; say so where a browser cannot. @param {import("../../javascript/engine.js").Form[]} forms */
export async function start(forms) {
  try {
    await open(forms);
  } catch (error) {
    failed();
    throw error;
  }
}

/** @param {import("../../javascript/engine.js").Form[]} forms */
async function open(forms) {
  const packed = ["data", "numbers"].map((id) => unpacked(byId(id).textContent ?? ""));
  const [json, known] = await Promise.all(packed);
  const model = new Model(JSON.parse(new TextDecoder().decode(json)), forms);
  const state = new State(model);
  const { title, words, network, sheets } = model.data;
  byId("title").textContent = title;
  byId("all_says").textContent = words.all;
  const all = /** @type {HTMLDetailsElement} */ (byId("all"));
  all.open = !network;
  document.body.classList.toggle("lesson", !network);
  let sheet = Math.max(
    0,
    sheets.findIndex(({ key }) => key === "Training"),
  );
  /** @type {Outcome|null} */
  let outcome = null;
  const parts = [makeControls(state), makeChanges(state), ...panelsOf(state).map((one) => one.draw)];
  const numbers = makeSheet(state, () => sheet);
  const draw = () => {
    const here = document.activeElement?.getAttribute("data-cell");
    for (const part of parts) part();
    if (all.open) numbers();
    tabs();
    drawExplained(state);
    drawVerdict(state, outcome);
    if (here && document.activeElement === document.body) focusOn(here);
  };
  const tabs = makeTabs(
    state,
    () => sheet,
    (chosen) => {
      sheet = chosen;
      draw();
    },
  );
  all.addEventListener("toggle", draw);
  document.addEventListener("click", ({ target }) => {
    const hit = target instanceof Element && target.closest("[data-at], #sheet [data-cell]");
    const place = hit && model.at(hit.getAttribute("data-at") ?? hit.getAttribute("data-cell") ?? "");
    if (place) state.set({ chosen: place });
  });
  document.addEventListener("keydown", ({ target, key }) => {
    const is = target instanceof SVGElement && (key === "Enter" || key === " ");
    if (is) target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  });
  state.tell(draw);
  draw();
  outcome = await proved(model, unfolded(known));
  state.proved = true;
  state.read(location.hash);
  draw();
}

/** Go on where a reader was: what is drawn anew has lost it. @param {string} address */
function focusOn(address) {
  const found = document.querySelector(`#sheet [data-cell="${CSS.escape(address)}"]`);
  if (found instanceof HTMLElement) found.focus();
}
