/**
 * What a reader can turn: the epoch, the example, the inputs that are single numbers.
 */

import { byId, element } from "./elements.js";

/** @typedef {import("./state.js").State} State */

// Milliseconds from epoch to epoch: thirty a second.
const PAUSE = 1000 / 30;

/** A slider with its number. @param {string} label @param {number} most @param {() => number} now @param {(value: number) => void} set @param {(value: number) => number} [called] */
function slider(label, most, now, set, called = (value) => value) {
  const input = /** @type {HTMLInputElement} */ (
    element("input", { type: "range", min: "0", max: String(most), "aria-label": label })
  );
  const said = element("output", {});
  input.addEventListener("input", () => set(Number(input.value)));
  const draw = () => {
    input.value = String(now());
    said.textContent = String(called(now()));
  };
  return { made: element("label", {}, label, input, said), draw };
}

/** Epochs one after the other. @param {State} state @param {number} last */
function player(state, last) {
  const { words } = state.model.data;
  const button = element("button", { type: "button", id: "play" }, words.play);
  /** @type {ReturnType<typeof setInterval>|undefined} */
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    button.textContent = words.play;
  };
  button.addEventListener("click", () => {
    if (timer !== undefined) return stop();
    if (state.epoch >= last) state.set({ epoch: 0 });
    button.textContent = words.pause;
    timer = setInterval(() => {
      if (state.epoch < last) state.set({ epoch: state.epoch + 1 });
      else stop();
    }, PAUSE);
  });
  return button;
}

/** An input to type into; its label is its name, if it is to have one. @param {State} state @param {import("./model.js").Place} place @param {string} [label] */
export function field(state, place, label = "") {
  const { model } = state;
  const address = model.address(place);
  const numeric = typeof model.value(place) === "number";
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      ...(numeric ? { type: "number", step: "any" } : { type: "text" }),
      class: "input",
      "data-cell": address,
      "aria-label": `${model.letter(place)} (${address})`,
    })
  );
  input.addEventListener("change", () => state.change(place, input.value));
  const draw = () => {
    // What is typed before NumPy was asked would be taken for the workbook's own.
    input.disabled = !state.proved;
    input.classList.toggle("changed", state.before.has(address));
    if (document.activeElement !== input) input.value = String(model.value(place) ?? "");
  };
  draw();
  return { made: label ? element("label", {}, label, input) : input, draw };
}

/** The settings of a run, as η: inputs that are single numbers. @param {State} state */
function settings({ model }) {
  return model.data.sheets.flatMap(({ blocks }, sheet) =>
    blocks
      .filter(
        (one) =>
          one.input && one.begins === null && one.axes.length === 0 && typeof one.given?.[0] === "number",
      )
      .filter((one) => model.quantity(one)?.role === "input")
      .map((one) => model.place(one, sheet, 0)),
  );
}

/** Make the controls; return what draws them. @param {State} state @returns {() => void} */
export function makeControls(state) {
  const { model } = state;
  const { words, network, sheets, updates } = model.data;
  const epochs = Math.max(
    0,
    ...sheets.filter((one) => one.key === "Training").map(({ down }) => (down?.[1] ?? 1) - 1),
  );
  /** @type {{draw: () => void}[]} */
  const parts = [];
  const made = [];
  if (network) {
    const epoch = slider(
      words.epoch,
      epochs,
      () => state.epoch,
      (value) => state.set({ epoch: value }),
      (band) => updates?.[band] ?? band,
    );
    const example = slider(
      words.example,
      network.examples - 1,
      () => state.example,
      (value) => state.set({ example: value }),
      (k) => k + 1,
    );
    made.push(player(state, epochs), epoch.made, example.made);
    parts.push(epoch, example);
  }
  // A lesson has them where they belong.
  for (const place of network ? settings(state) : []) {
    const one = field(state, place, model.letter(place));
    made.push(one.made);
    parts.push(one);
  }
  const reset = element("button", { type: "button", id: "reset" }, words.reset);
  reset.addEventListener("click", () => state.reset());
  byId("bar").replaceChildren(...made, reset);
  return () => {
    for (const one of parts) one.draw();
  };
}
