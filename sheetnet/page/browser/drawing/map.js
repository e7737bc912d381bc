/** The decision map, and those of hidden units: the squares of Picture, and the examples over them. */

import { element, filled } from "../elements.js";
import { brief, real, shape } from "./svg.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../model.js").Place} Place
 */

// Colours of the page by class, as red, green, blue: Picture has a map of as many classes.
const CLASSES = [
  [91, 61, 168],
  [214, 110, 20],
  [15, 118, 110],
  [163, 25, 91],
  [29, 78, 216],
  [150, 125, 0],
  [75, 85, 99],
  [8, 145, 178],
  [120, 53, 15],
  [101, 163, 13],
];
const ABOVE = [31, 111, 180];
const BELOW = [217, 108, 26];
const SIZE = 260;

/** Squares of a block, as a small image that is drawn larger. @param {State} state @param {string} key @param {number} from @param {(value: number) => number[]} paint red, green, blue and how much of it */
function squares(state, key, from, paint) {
  const [block] = state.model.find(key) ?? [];
  const [high = 1, wide = 1] = (block?.axes ?? []).slice(-2).map(([, length]) => length);
  const made = /** @type {HTMLCanvasElement} */ (
    element("canvas", { width: String(wide), height: String(high) })
  );
  const context = made.getContext("2d");
  /** @type {Place[]} */
  let places = [];
  const draw = () => {
    if (!context) return;
    places = state.model.places(key, state).slice(from, from + wide * high);
    const image = context.createImageData(wide, high);
    for (const [at, place] of places.entries()) {
      const [red, green, blue, share] = paint(real(state.model.value(place)));
      image.data.set([red, green, blue, Math.round(255 * share)], 4 * at);
    }
    context.putImageData(image, 0, 0);
  };
  made.addEventListener("click", ({ offsetX, offsetY }) => {
    const [column, row] = [(offsetX / made.clientWidth) * wide, (offsetY / made.clientHeight) * high];
    const chosen = places[Math.floor(row) * wide + Math.floor(column)];
    if (chosen) state.set({ chosen });
  });
  return { made, draw };
}

/** How a number between two ends is painted: blue towards the upper, orange towards the lower. @param {number} low @param {number} high @param {number} value */
function between(low, high, value) {
  const share = Math.max(-1, Math.min(1, (2 * value - low - high) / (high - low || 1)));
  return [...(share < 0 ? BELOW : ABOVE), 0.9 * Math.abs(share)];
}

/** The least and the most of some numbers of Picture. @param {State} state @param {string[]} keys @returns {[number, number]} */
function spanOf({ model, epoch, example }, keys) {
  const every = keys
    .flatMap((key) => model.places(key, { epoch, example }))
    .map((place) => real(model.value(place)));
  return [Math.min(...every), Math.max(...every)];
}

/** Between which numbers hidden units of a layer are painted: those they may say, or as far below 0 as above. @param {State} state @param {number} number @param {string} key @returns {[number, number]} */
function endsOf(state, number, key) {
  const given = state.model.data.network?.ends[number - 2];
  if (given) return given;
  const [low, high] = spanOf(state, [key]);
  return [Math.min(low, -high), Math.max(high, -low)];
}

/** Maps of the network and of its hidden units; null where Picture has none. @param {State} state */
export function makeMaps(state) {
  const { model } = state;
  const { words, network } = model.data;
  if (!model.find("picture.map") || !network) return null;
  const isByClass = network.labelled && network.layers.at(-1).shape[0] > 1;
  /** @type {[number, number]} */
  const given = network.ends.at(-1) ?? [0, 1];
  let now = given;
  const whole = squares(state, "picture.map", 0, (value) =>
    isByClass
      ? [...CLASSES[(Math.round(value) - 1 + CLASSES.length) % CLASSES.length], 0.35]
      : between(...now, value),
  );
  const points = makePoints(state, isByClass, (value) => between(...now, value));
  const legend = legendOf(state, isByClass);
  const small = hiddenOf(state);
  const box = element("div", { class: "map" }, whole.made, points.made);
  const [right, up] = network.features.slice(0, 2);
  const first = network.labelled || network.outputs.length < 2 ? "" : `${network.outputs[0]}: `;
  const title = element("h2", {}, first + filled(words.map, { right, up }));
  const rows = small.map(({ layer, made }) =>
    element("div", { class: "small-maps", "aria-label": `${layer}` }, element("span", {}, layer), ...made),
  );
  const panel = element("section", { class: "panel maps" }, title, box, legend.made, ...rows);
  const draw = () => {
    // A target that is a number is painted as an answer of that size.
    now = network.labelled ? given : spanOf(state, ["picture.map", "picture.wanted_of"]);
    whole.draw();
    points.draw();
    legend.draw(now);
    for (const one of small) one.draw();
  };
  return { made: panel, draw };
}

/** Which colour is which class, or how much. @param {State} state @param {boolean} isByClass */
function legendOf({ model }, isByClass) {
  const classes = model.data.network?.labelled ? (model.find("class")?.[0].given ?? []) : ["", ""];
  const kinds = isByClass ? classes.map((_, at) => `class-${at % CLASSES.length}`) : ["minus", "plus"];
  const names = classes.map((name, at) => element("span", { class: `swatch ${kinds[at]}` }, String(name)));
  const draw = (/** @type {[number, number]} */ ends) => {
    if (!model.data.network?.labelled)
      for (const [at, end] of ends.entries()) names[at].textContent = brief(end);
  };
  return { made: element("p", { class: "legend" }, ...names), draw };
}

/** The maps of hidden units, by layer. @param {State} state @returns {{layer: string, made: HTMLElement[], draw: () => void}[]} */
function hiddenOf(state) {
  const { model } = state;
  return (model.data.network?.layers ?? [])
    .slice(0, -1)
    .flatMap((/** @type {{number: number}} */ { number }) => {
      const key = `picture.over_${number}`;
      const [block] = model.find(key) ?? [];
      if (!block) return [];
      let now = /** @type {[number, number]} */ ([0, 1]);
      const [units, rows, columns] = block.axes.map(([, length]) => length);
      const every = Array.from({ length: units }, (_, unit) =>
        squares(state, key, unit * rows * columns, (value) => between(...now, value)),
      );
      const draw = () => {
        now = endsOf(state, number, key);
        for (const one of every) one.draw();
      };
      return [
        {
          layer: model.data.quantities[`a_${number}`]?.letter ?? "",
          made: every.map(({ made }) => made),
          draw,
        },
      ];
    });
}

/** The examples, over the map. @param {State} state @param {boolean} isByClass @param {(value: number) => number[]} paint red, green, blue and how much of it */
function makePoints(state, isByClass, paint) {
  const { model } = state;
  const { network } = model.data;
  const count = network?.examples ?? 0;
  const made = shape("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "points", "aria-hidden": "true" });
  const dots = Array.from({ length: count }, (_, example) => {
    const dot = shape("circle", { r: count > 120 ? 3.5 : 5 });
    dot.addEventListener("click", () => state.set({ example }));
    return dot;
  });
  made.append(...dots);
  const values = (/** @type {string} */ key, example = state.example) =>
    model.places(key, { epoch: state.epoch, example }).map((place) => model.value(place));
  const draw = () => {
    const [low, span] = ["picture.low", "picture.span"].map((key) => values(key).map(real));
    const classes = values("class");
    const wanted = values("picture.wanted_of").map(real);
    for (const [example, dot] of dots.entries()) {
      const [x, y] = values("x_1", example).map(real);
      const t = values("t", example).map(real);
      const at = network?.labelled ? classes.indexOf(values("label", example)[0]) : Number(t[0] > 0.5);
      dot.setAttribute("cx", (((x - low[0]) / span[0]) * SIZE).toFixed(1));
      dot.setAttribute("cy", ((1 - (y - low[1]) / span[1]) * SIZE).toFixed(1));
      const kind = isByClass ? `class-${at % CLASSES.length}` : at ? "plus" : "minus";
      dot.setAttribute("class", `${kind}${example === state.example ? " here" : ""}`);
      if (network?.labelled) continue;
      const [red, green, blue, share] = paint(wanted[example]);
      dot.style.fill = `color-mix(in srgb, rgb(${red} ${green} ${blue}) ${Math.round(100 * share)}%, var(--panel))`;
    }
  };
  return { made, draw };
}
