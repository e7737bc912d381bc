/** The page: opens what is packed in it, proves it, and shows it. */

import { makeControls } from "./controls.js";
import { byId, element, filled } from "./elements.js";
import { drawExplained } from "./explain.js";
import { Model } from "./model.js";
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
  const verdict = !outcome ? "computing" : !state.asBuilt ? "changed" : wrong ? "disagree" : "agree";
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

/** A button for each sheet. @param {State} state @param {(sheet: number) => void} open */
function tabs({ model }, open) {
  return model.data.sheets.map(({ name }, sheet) => {
    const made = element("button", { type: "button" }, name);
    made.addEventListener("click", () => open(sheet));
    return made;
  });
}

/** Show the page; say so where a browser cannot. @param {import("../javascript/engine.js").Form[]} forms */
export async function start(forms) {
  try {
    await open(forms);
  } catch (error) {
    document.documentElement.dataset.verdict = "failed";
    byId("verdict").textContent = byId("verdict").dataset.failed ?? "";
    throw error;
  }
}

/** @param {import("../javascript/engine.js").Form[]} forms */
async function open(forms) {
  const packed = ["data", "numbers"].map((id) => unpacked(byId(id).textContent ?? ""));
  const [json, numbers] = await Promise.all(packed);
  const model = new Model(JSON.parse(new TextDecoder().decode(json)), forms);
  const state = new State(model);
  byId("title").textContent = model.data.title;
  let sheet = Math.max(
    0,
    model.data.sheets.findIndex(({ key }) => key === "Training"),
  );
  /** @type {Outcome|null} */
  let outcome = null;
  const controls = makeControls(state);
  const draw = () => {
    const here = document.activeElement?.getAttribute("data-cell");
    controls();
    drawSheet(state, sheet);
    drawExplained(state);
    drawVerdict(state, outcome);
    if (here && document.activeElement === document.body) focusOn(here);
  };
  byId("tabs").replaceChildren(
    ...tabs(state, (chosen) => {
      sheet = chosen;
      draw();
    }),
  );
  document.addEventListener("click", (event) => {
    const hit = event.target instanceof Element && event.target.closest("[data-at], #main [data-cell]");
    const place = hit && model.at(hit.getAttribute("data-at") ?? hit.getAttribute("data-cell") ?? "");
    if (place) state.set({ chosen: place });
  });
  state.tell(draw);
  draw();
  outcome = await proved(model, unfolded(numbers));
  state.proved = true;
  state.read(location.hash);
  draw();
}

/** Go on where a reader was: what is drawn anew has lost it. @param {string} address */
function focusOn(address) {
  const found = document.querySelector(`#main [data-cell="${CSS.escape(address)}"]`);
  if (found instanceof HTMLElement) found.focus();
}
