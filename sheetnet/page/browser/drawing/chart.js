/** A chart of a sheet, drawn of the same cells: lines, points, columns. */

import { element } from "../elements.js";
import { read } from "../model.js";
import { drawing, shape } from "./svg.js";

/**
 * @typedef {import("../state.js").State} State
 * @typedef {[row: number, column: number, rows: number, columns: number]} Rectangle
 * @typedef {{name: string, x: Rectangle, y: Rectangle, look?: "line"|"dots"|"points", unseen?: boolean}} Line
 * @typedef {{title: string, x_title: string, y_title: string, lines: Line[], bars?: Line[], x_range?: [number, number], y_range?: [number, number], square?: boolean, percent?: boolean, named?: boolean, zero?: boolean}} ChartData
 * @typedef {{x: number, y: number, at: number}} Point `at`: which of the cells.
 * @typedef {{line: Line, number: number, xs: import("../model.js").Value[], points: Point[], reach: number[], isBar: boolean}} Series
 * @typedef {{low: number, high: number, from: number, to: number}} Scale
 */

const WIDE = 300;
const HIGH = 190;
const MARGIN = { left: 44, right: 14, top: 12, bottom: 40 };
const COLOURS = 5;
const LETTER = 6;

/** The cells of a rectangle, row by row, as numbers; null where there is none. @param {State} state @param {number} sheet @param {Rectangle} area */
function numbersIn({ model }, sheet, [row, column, rows, columns]) {
  const found = [];
  for (let r = row; r < row + rows; r++)
    for (let c = column; c < column + columns; c++) found.push(model.value({ sheet, r, c }));
  return found;
}

/** @param {State} state @param {number} sheet @param {ChartData} chart @returns {Series[]} */
function seriesOf(state, sheet, { lines, bars = [], named }) {
  return [...bars, ...lines].map((line, number) => {
    const cells = numbersIn(state, sheet, line.x);
    const xs = cells.map((x, at) => (named ? at : x));
    const ys = numbersIn(state, sheet, line.y);
    const points = xs.flatMap((x, at) => {
      const y = ys[at];
      return typeof x === "number" && typeof y === "number" ? [{ x, y, at }] : [];
    });
    // Where a number fails, the axis goes on.
    const reach = xs.flatMap((x, at) => (typeof x === "number" && isKnown(ys[at]) ? [x] : []));
    return { line, number, xs, points, reach, isBar: number < bars.length };
  });
}

/** Whether a cell holds a number, or would. @param {import("../model.js").Value} value */
function isKnown(value) {
  return value !== null && typeof value !== "string";
}

/** Which number of a line is that of a place along x: the last one up to there. @param {Series} series @param {number} now */
function numberAt({ xs }, now) {
  return xs.findLastIndex((x) => typeof x === "number" && x <= now);
}

/** Round numbers from low to high; whole ones, where all are. @param {number} low @param {number} high @param {number} most @param {boolean} [whole] */
export function ticks(low, high, most, whole = false) {
  const rough = Math.max((high - low) / most, whole ? 1 : 0);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const count = Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
  return Array.from({ length: count }, (_, k) => (Math.ceil(low / step - 1e-9) + k) * step);
}

/** @param {number[]} numbers @param {[number, number]|undefined} given @param {[number, number]} to @param {boolean} zero @param {number} [room] @returns {Scale} */
function scaleOf(numbers, given, [from, to], zero, room = 0) {
  let low = given?.[0] ?? Math.min(...numbers, ...(zero ? [0] : []));
  let high = given?.[1] ?? Math.max(...numbers, ...(zero ? [0] : []));
  if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const more = given ? 0 : room * (high - low);
  return { low: low - (low === 0 ? 0 : more), high: high + more, from, to };
}

/** @param {Scale} scale @param {number} value */
function along({ low, high, from, to }, value) {
  return from + ((value - low) / (high - low)) * (to - from);
}

/** @param {number} value @param {boolean} [percent] */
function written(value, percent) {
  if (percent) return `${Math.round(100 * value)}%`;
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5)
      ? value.toExponential(0)
      : String(Number(value.toPrecision(4)));
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** A chart, with a mark that moves if it is told where. @param {State} state @param {number} sheet @param {ChartData} chart @param {{now: () => number, pick: (x: number) => void}} [mark] */
export function makeChart(state, sheet, chart, mark) {
  const box = element("figure", { class: "panel chart" });
  let drawnAt = -1;
  /** @type {() => void} */
  let marked = () => {};
  const draw = () => {
    if (drawnAt !== state.changes) {
      drawnAt = state.changes;
      const made = new Plot(state, sheet, chart);
      const said = element("span", { class: "now-says" });
      const move = mark ? made.marked(mark) : () => {};
      marked = () => {
        move();
        if (mark) said.replaceChildren(...made.says(mark.now()));
      };
      const title = element("figcaption", {}, chart.title, " ", said);
      box.replaceChildren(title, ...made.legend(), made.made);
    }
    marked();
  };
  return { made: box, draw };
}

class Plot {
  /** @param {State} state @param {number} sheet @param {ChartData} chart */
  constructor(state, sheet, chart) {
    this.state = state;
    this.sheet = sheet;
    this.chart = chart;
    this.series = seriesOf(state, sheet, chart);
    this.names = chart.named ? numbersIn(state, sheet, [...(chart.bars ?? []), ...chart.lines][0].x) : [];
    const every = this.series.flatMap(({ points }) => points);
    const high = chart.square ? WIDE - MARGIN.left - MARGIN.right + MARGIN.top + MARGIN.bottom : HIGH;
    const bars = chart.bars !== undefined;
    const [left, right] = [MARGIN.left, WIDE - MARGIN.right];
    this.bottom = high - MARGIN.bottom;
    const reach = this.series.flatMap((one) => one.reach);
    this.whole = reach.every((x) => Number.isInteger(x));
    const xs = chart.named ? [-0.5, this.names.length - 0.5] : reach;
    this.x = scaleOf(xs, chart.x_range, [left, right], false);
    const zero = chart.zero || bars || !this.series.some(({ points }) => points.some(({ y }) => y < 0));
    this.y = scaleOf(
      every.map(({ y }) => y),
      chart.y_range,
      [high - MARGIN.bottom, MARGIN.top],
      zero,
      0.04,
    );
    if (chart.percent)
      Object.assign(this.y, { low: 0, high: Math.max(1, this.y.high > 1.05 ? this.y.high : 1) });
    this.over = shape("g");
    const said = `${chart.title}: ${chart.y_title} (${chart.x_title})`;
    const drawn = this.series.filter(({ line }) => !line.unseen).flatMap((one) => this.#drawn(one));
    // What lies beyond the axes is not seen.
    const [x, y, width, height] = [left - 4, MARGIN.top - 4, right - left + 8, this.bottom - MARGIN.top + 8];
    const viewBox = [x, y, width, height].join(" ");
    const seen = shape("svg", { x, y, width, height, viewBox }, ...drawn);
    this.made = drawing(WIDE, high, said, this.#axes(high), seen, this.over);
  }

  /** Names of the lines, where they are several. */
  legend() {
    const seen = this.series.filter(({ line }) => line.name && !line.unseen);
    if (seen.length < 2) return [];
    const names = seen.map(({ line, number }) =>
      element(
        "span",
        { class: `key ${line.look === "points" ? "alone" : ""} s${number % COLOURS}` },
        line.name,
      ),
    );
    return [element("p", { class: "legend" }, ...names)];
  }

  /** The numbers of the lines where the reader is, each to be clicked on. @param {number} now */
  says(now) {
    return this.series.flatMap((one) => {
      const { line, number } = one;
      const at = numberAt(one, now);
      if (at < 0) return [];
      const [row, column, rows] = line.y;
      const [r, c] = rows > 1 ? [row + at, column] : [row, column + at];
      const place = { sheet: this.sheet, r, c };
      const [address, y] = [this.state.model.address(place), this.state.model.value(place)];
      const text = this.chart.percent && typeof y === "number" ? `${(100 * y).toFixed(1)}%` : read(y) || "✗";
      const button = element("button", {
        type: "button",
        class: `said s${number % COLOURS}`,
        "data-at": address,
      });
      button.append(text);
      return [button];
    });
  }

  /** Let a line stand where the reader is, which a click moves. @param {{now: () => number, pick: (x: number) => void}} mark */
  marked({ now, pick }) {
    const line = shape("line", { class: "now", y1: MARGIN.top, y2: this.bottom });
    const dots = this.series.map(({ number }) =>
      shape("circle", { class: `dot s${number % COLOURS}`, r: 4 }),
    );
    this.over.append(line, ...dots);
    this.made.classList.add("to-pick");
    this.made.addEventListener("click", (event) => {
      const { left, width } = this.made.getBoundingClientRect();
      const { clientX } = /** @type {MouseEvent} */ (event);
      const x = ((clientX - left) / width) * WIDE;
      const { low, high, from, to } = this.x;
      pick(low + ((x - from) / (to - from)) * (high - low));
    });
    return () => {
      const x = along(this.x, now()).toFixed(1);
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
      for (const [at, one] of this.series.entries()) {
        const number = numberAt(one, now());
        const point = one.points.find((point) => point.at === number);
        dots[at].setAttribute("visibility", point ? "visible" : "hidden");
        if (!point) continue;
        dots[at].setAttribute("cx", along(this.x, point.x).toFixed(1));
        dots[at].setAttribute("cy", along(this.y, point.y).toFixed(1));
      }
    };
  }

  /** @param {number} high */
  #axes(high) {
    const made = shape("g", { class: "axes" });
    const [left, right] = [this.x.from, this.x.to];
    for (const y of ticks(this.y.low, this.y.high, 4)) {
      const at = along(this.y, y);
      made.append(
        shape("line", { x1: left, x2: right, y1: at, y2: at, class: y === 0 ? "zero" : "grid" }),
        shape("text", { x: left - 6, y: at + 4, class: "soft right" }, written(y, this.chart.percent)),
      );
    }
    for (const [x, text] of this.#along())
      made.append(shape("text", { x: along(this.x, x), y: this.bottom + 15, class: "soft" }, text));
    made.append(shape("text", { x: (left + right) / 2, y: high - 6, class: "soft" }, this.chart.x_title));
    return made;
  }

  /** Where numbers, or names, stand along x. @returns {[x: number, text: string][]} */
  #along() {
    if (!this.chart.named) return ticks(this.x.low, this.x.high, 6, this.whole).map((x) => [x, written(x)]);
    const names = this.names.map((name) =>
      typeof name === "number" ? written(name) : String(name ?? "").slice(0, 10),
    );
    const longest = Math.max(...names.map((name) => name.length));
    const every = Math.ceil((names.length * (longest + 1) * LETTER) / (this.x.to - this.x.from));
    return names.flatMap((name, at) => (at % every ? [] : [[at, name]]));
  }

  /** @param {Series} series @returns {Node[]} */
  #drawn({ line, number, points, isBar }) {
    const kind = `s${number % COLOURS}`;
    const places = points.map(({ x, y }) => [along(this.x, x), along(this.y, y)]);
    if (isBar) {
      const bars = this.chart.bars?.length ?? 1;
      const wide = ((this.x.to - this.x.from) / Math.max(1, this.names.length)) * (0.8 / bars);
      const zero = along(this.y, Math.max(this.y.low, 0));
      return places.map(([x, y]) =>
        shape("rect", {
          class: `bar ${kind}`,
          x: x + (number - bars / 2) * wide,
          y: Math.min(y, zero),
          width: wide,
          height: Math.abs(zero - y),
        }),
      );
    }
    const lines = shape("polyline", {
      class: `line ${kind}`,
      points: places.map((one) => one.map((at) => at.toFixed(1)).join(",")).join(" "),
    });
    const dots = () => places.map(([cx, cy]) => shape("circle", { class: `dot ${kind}`, cx, cy, r: 3.5 }));
    if (line.look === "points") return dots();
    return line.look === "dots" && places.length < 60 ? [lines, ...dots()] : [lines];
  }
}
