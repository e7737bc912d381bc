/**
 * The network, drawn: units, pixels and maps in their columns, parameters on the lines
 * between them. What is drawn follows from roles and shapes: no layer is known by name.
 */

import { clipped, element, filled } from "../elements.js";
import { MARKS, marksOf } from "../formula.js";
import { columnOf, filtersOf } from "./geometry.js";
import { countOf, layersOf, sizesOf } from "./layers.js";
import { between, endsOf, isRoomy, putLine, putText } from "./lines.js";
import { brief, drawing, real, shape, tint } from "./svg.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {import("../model.js").Place} Place
 * @typedef {import("../model.js").Value} Value
 * @typedef {import("./geometry.js").Spot} Spot
 * @typedef {import("./layers.js").Keys} Keys
 * @typedef {import("./layers.js").Layer} Layer
 * @typedef {(places: Place[], values: Value[], most: number) => void} Show
 * @typedef {{keys: Keys, show: Show}} Group
 */

const MARGIN = { left: 24, top: 60, right: 40, bottom: 14 };
// How wide a letter of a class's name is.
const LETTER = 8;
// Where units have numbers below them, these need room.
const GAP = { lines: 120, beside: 56, none: 40 };
// More lines than this would hide each other: the strongest are drawn.
const MOST_LINES = 160;
const THICK = { few: 6, many: 3 };
const FEW = 40;

/** What a drawn number is called, and what it is. @param {State} state @param {Place} place */
function calledOf({ model }, place) {
  return `${model.letter(place)} = ${brief(model.value(place))}`;
}

/** The network's panel. @param {State} state */
export function makeNetwork(state) {
  const { words } = state.model.data;
  const made = new Network(state);
  const modes = [false, true].map((backward) => {
    const button = element("button", { type: "button" }, backward ? words.backward : words.forward);
    button.addEventListener("click", () => state.set({ backward }));
    return button;
  });
  const [says, learns] = [element("p", { class: "says" }), element("p", { class: "says" })];
  const panel = element(
    "section",
    { class: "panel network" },
    element("div", { class: "modes", role: "group", "aria-label": words.network }, ...modes),
    says,
    element("div", { class: "across" }, made.made),
    learns,
  );
  const draw = () => {
    for (const [at, button] of modes.entries())
      button.setAttribute("aria-pressed", String(state.backward === (at === 1)));
    const few = made.hidden ? ` ${filled(words.strongest, { count: String(MOST_LINES) })}` : "";
    says.textContent = (state.backward ? words.backward_says : words.forward_says) + few;
    // What the workbook says of the run.
    const told = ["picture.learns", "picture.says"].flatMap((key) => state.model.places(key, state));
    learns.textContent = told.map((place) => String(state.model.value(place) ?? "")).join(" ");
    made.draw();
  };
  return { made: panel, draw };
}

/** The drawing itself. */
class Network {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** Whether some lines are not drawn. */
    this.hidden = false;
    /** @type {Group[]} */
    this.groups = [];
    /** @type {Map<Element, Place>} */
    this.drawn = new Map();
    this.lines = shape("g", { class: "lines" });
    this.shapes = shape("g");
    this.texts = shape("g", { class: "texts" });
    this.made = this.#made(layersOf(state));
    this.made.addEventListener("pointerover", (event) => this.#name(event.target));
    this.made.addEventListener("click", (event) => this.#paint(event.target));
  }

  /** Show the numbers of the chosen epoch and example. */
  draw() {
    const { model, backward } = this.state;
    for (const { keys, show } of this.groups) {
      const places = model.places(backward ? keys.backward : keys.forward, this.state);
      const values = places.map((place) => model.value(place));
      show(places, values, Math.max(...values.map((one) => Math.abs(real(one)))));
    }
    this.#mark();
  }

  /** @param {Layer[]} layers */
  #made(layers) {
    const placed = layers.map((layer) => ({ layer, column: columnOf(layer.sizes) }));
    const filters = placed.map(({ layer }) =>
      layer.weights.filter((keys) => sizesOf(this.state, keys.forward).length === 4).slice(0, 1),
    );
    const high = Math.max(...placed.map(({ column }) => column.height));
    let x = MARGIN.left;
    /** @type {Spot[]} */
    let seen = [];
    for (const [at, { layer, column }] of placed.entries()) {
      const lines = layer.weights.find(
        ({ forward }) => countOf(sizesOf(this.state, forward)) === countOf(layer.sizes) * seen.length,
      );
      const close = column.look === "unit" && layer.beside.length ? GAP.beside : GAP.none;
      if (at) x += lines ? GAP.lines : close;
      if (at && !lines && filters[at].length) {
        const sizes = sizesOf(this.state, filters[at][0].forward);
        const small = filtersOf(sizes);
        const spots = this.#moved(small.spots, x, high - small.height);
        this.#cells(filters[at][0], spots, 0);
        this.#head(x + small.width / 2, filters[at][0], [], "");
        x += small.width + GAP.none;
      }
      const spots = this.#moved(column.spots, x, high - column.height);
      if (lines) this.#lines(lines, seen, spots);
      if (column.look === "cell") this.#cells(layer.keys, spots, 1);
      else this.#units(layer, spots, column.look === "unit");
      this.#head(x + column.width / 2, layer.keys, layer.head, layer.title);
      if (at === placed.length - 1 && column.look !== "cell")
        x += this.#answers(spots, column.look === "unit");
      seen = spots;
      x += column.width;
    }
    const size = /** @type {const} */ ([x + MARGIN.right, high + MARGIN.top + MARGIN.bottom]);
    return drawing(...size, this.state.model.data.words.network, this.lines, this.shapes, this.texts);
  }

  /** @param {Spot[]} spots @param {number} x @param {number} rest @returns {Spot[]} */
  #moved(spots, x, rest) {
    return spots.map((one) => ({ ...one, x: one.x + x, y: one.y + MARGIN.top + rest / 2 }));
  }

  /** What stands above a column. @param {number} x @param {Keys} keys @param {string[]} kinds @param {string} title */
  #head(x, keys, kinds, title) {
    const letter = document.createTextNode("");
    const name = shape("text", { x, y: 18, class: "head" }, letter, shape("title", {}, title));
    const lines = kinds.map((kind, at) => shape("text", { x, y: 34 + 13 * at, class: "soft" }, kind));
    this.texts.append(name, ...lines);
    const { quantities } = this.state.model.data;
    const show = () => {
      letter.data = quantities[this.state.backward ? keys.backward : keys.forward].letter;
    };
    this.groups.push({ keys, show });
  }

  /** Note where a shape's number stands. @param {Element} made @param {Place} place */
  #at(made, place) {
    this.drawn.set(made, place);
    made.setAttribute("data-at", this.state.model.address(place));
  }

  /** Pixels, maps and filters. @param {Keys} keys @param {Spot[]} spots @param {number} least */
  #cells(keys, spots, least) {
    const made = spots.map(({ x, y, half }) =>
      shape("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half }),
    );
    this.shapes.append(behind(spots), ...made);
    // A feature's number is typed, a pixel is turned.
    const pictures = sizesOf(this.state, keys.forward).length > 1;
    const show = (
      /** @type {Place[]} */ places,
      /** @type {Value[]} */ values,
      /** @type {number} */ most,
    ) => {
      for (const [at, one] of made.entries()) {
        if (!places[at]) continue;
        const input = pictures && this.state.model.isInput(places[at]);
        tint(one, real(values[at]), Math.max(most, least), input ? "pixel" : "cell");
        this.#at(one, places[at]);
      }
    };
    this.groups.push({ keys, show });
  }

  /** Units with their numbers; with room, their names and what stands beside them. @param {Layer} layer @param {Spot[]} spots @param {boolean} named */
  #units({ keys, beside }, spots, named) {
    const made = spots.map(({ x, y, half }) => {
      const circle = shape("circle", { cx: x, cy: y, r: half });
      const said = shape("text", { x, y: y + 4, class: named ? "number" : "number small" });
      const name = shape("text", { x, y: y - half - 5, class: "soft" });
      const inside = named ? [circle, name, said] : [circle, said];
      return { circle, said, name, whole: shape("g", { tabindex: 0, role: "button" }, ...inside) };
    });
    this.shapes.append(...made.map(({ whole }) => whole));
    const show = (
      /** @type {Place[]} */ places,
      /** @type {Value[]} */ values,
      /** @type {number} */ most,
    ) => {
      const bounded = most <= 1 && !this.state.backward;
      for (const [at, { circle, said, name, whole }] of made.entries()) {
        tint(circle, real(values[at]), bounded ? 1 : most);
        said.textContent = brief(values[at]);
        name.textContent = `${this.state.model.letter(places[at]).replace(/\[.*$/, "")} `;
        // Where its name is not drawn, it is said.
        if (!named) whole.setAttribute("aria-label", calledOf(this.state, places[at]));
        this.#at(whole, places[at]);
      }
    };
    this.groups.push({ keys, show });
    if (named) for (const [at, one] of beside.slice(0, 2).entries()) this.#beside(one, spots, at);
  }

  /** Parameters of units, below them. @param {Keys} keys @param {Spot[]} spots @param {number} line */
  #beside(keys, spots, line) {
    const made = spots.map(({ x, y, half }) =>
      shape("text", { x, y: y + half + 14 + 12 * line, class: "beside" }),
    );
    this.shapes.append(...made);
    const show = (/** @type {Place[]} */ places, /** @type {Value[]} */ values) => {
      for (const [at, one] of made.entries()) {
        const [block] = this.state.model.find(this.state.backward ? keys.backward : keys.forward) ?? [];
        const letter = (block && this.state.model.quantity(block)?.letter) ?? "";
        one.textContent = `${letter.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+$/, "")} ${brief(values[at])}`;
        this.#at(one, places[at]);
      }
    };
    this.groups.push({ keys, show });
  }

  /** Weights between all of one layer and all of the next. @param {Keys} keys @param {Spot[]} from @param {Spot[]} to */
  #lines(keys, from, to) {
    const count = from.length * to.length;
    const made = Array.from({ length: Math.min(count, MOST_LINES) }, () => shape("line"));
    const numbers = isRoomy(from, to) ? made.map(() => shape("text", { class: "on-line" })) : [];
    const thick = count > FEW ? THICK.many : THICK.few;
    this.hidden ||= count > MOST_LINES;
    this.lines.append(...made);
    this.texts.append(...numbers);
    const show = (
      /** @type {Place[]} */ places,
      /** @type {Value[]} */ values,
      /** @type {number} */ most,
    ) => {
      const order = Array.from({ length: count }, (_, at) => at);
      if (count > MOST_LINES)
        order.sort((one, other) => Math.abs(real(values[other])) - Math.abs(real(values[one])));
      for (const [k, line] of made.entries()) {
        const at = order[k];
        const value = real(values[at]);
        const [here, there] = endsOf(from[at % from.length], to[Math.floor(at / from.length)]);
        putLine(line, here, there);
        line.setAttribute("class", value < 0 ? "minus" : "plus");
        line.setAttribute("stroke-width", (0.5 + thick * (most > 0 ? Math.abs(value) / most : 0)).toFixed(2));
        this.#at(line, places[at]);
        if (numbers[k]) putText(numbers[k], brief(values[at]), between(here, there));
      }
    };
    this.groups.push({ keys, show });
  }

  /** What each unit of the last layer answers, and the target; return how wide that is. @param {Spot[]} spots @param {boolean} roomy */
  #answers(spots, roomy) {
    const { model } = this.state;
    const places = model.places("picture.class", this.state);
    const known = places.length === spots.length;
    const names = known ? places.map((place) => clipped(String(model.value(place) ?? ""))) : [];
    const wide = known ? LETTER * Math.max(...names.map((one) => one.length)) + 10 : 0;
    const made = spots.map(({ x, y, half }) => {
      const left = x + half + 10;
      const [beside, lower] = !known ? [0, 4] : roomy ? [0, 13] : [wide, 4];
      return {
        name: shape("text", { x: left, y: roomy ? y - 2 : y + 4, class: "answer" }),
        target: shape("text", { x: left + beside, y: y + lower, class: "soft left" }),
      };
    });
    for (const { name, target } of made) this.texts.append(...(known ? [name] : []), target);
    const show = (/** @type {Place[]} */ places, /** @type {Value[]} */ values) => {
      for (const [at, { name, target }] of made.entries()) {
        name.textContent = names[at] ?? "";
        target.textContent = `t ${brief(values[at])}`;
        this.#at(target, places[at]);
      }
    };
    this.groups.push({ keys: { forward: "t", backward: "t" }, show });
    return 20 + Math.max(wide + (roomy ? 0 : 30), 30);
  }

  /** Mark the chosen number, what it reads, what reads it, and what was changed. */
  #mark() {
    const marks = marksOf(this.state);
    for (const [made, at] of this.drawn) {
      made.classList.remove(...MARKS);
      made.classList.add(...marks(at));
    }
  }

  /** Name what the pointer is on. @param {EventTarget|null} target */
  #name(target) {
    const made = target instanceof Element ? target.closest("[data-at]") : null;
    const at = made && this.drawn.get(made);
    if (!made || !at) return;
    const title = made.querySelector("title") ?? made.appendChild(shape("title"));
    title.textContent = calledOf(this.state, at);
  }

  /** A pixel that is an input turns on, or off. @param {EventTarget|null} target */
  #paint(target) {
    const made = target instanceof Element ? target.closest(".pixel") : null;
    const at = made && this.drawn.get(made);
    if (!at || !this.state.proved) return;
    const found = this.state.model.find("x_1");
    const given = (found?.[0].given ?? []).map(real);
    const [low, high] = [Math.min(...given), Math.max(...given)];
    const isOn = real(this.state.model.value(at)) > (low + high) / 2;
    this.state.change(at, String(isOn ? low : high));
  }
}

/** What hides lines that begin within a picture, up to its edge. @param {Spot[]} spots */
function behind(spots) {
  const [left, top] = [
    Math.min(...spots.map(({ x, half }) => x - half)),
    Math.min(...spots.map(({ y, half }) => y - half)),
  ];
  const width = Math.max(...spots.map(({ x, half }) => x + half)) - left;
  const height = Math.max(...spots.map(({ y, half }) => y + half)) - top;
  return shape("rect", { x: left, y: top, width, height, class: "behind" });
}
