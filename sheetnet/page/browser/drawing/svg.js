/** Shapes of a drawing, their colours by sign, and numbers as short as they fit. */

// Where there is room for it, a drawing is so much larger.
const LARGER = 1.3;
// Where there is less, it is no smaller than this, and is scrolled; no higher than a screen.
const SMALLER = 0.65;
const HIGHEST = 520;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string|number>} [attributes] @param {...(Node|string)} inside */
export function shape(name, attributes = {}, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

/** A drawing so wide and high; it shrinks where there is less room, as far as it can be read. @param {number} width @param {number} height @param {string} label @param {...Node} inside */
export function drawing(width, height, label, ...inside) {
  const viewBox = `0 0 ${Math.round(width)} ${Math.round(height)}`;
  const made = shape("svg", { viewBox, role: "group", "aria-label": label, class: "drawing" }, ...inside);
  made.style.width = `${Math.round(LARGER * width)}px`;
  made.style.minWidth = `${Math.round(width * Math.min(SMALLER, HIGHEST / height))}px`;
  return made;
}

/** Colour a shape: blue above zero, orange below; the stronger, the nearer a number is to the largest. @param {Element} made @param {number} value @param {number} most @param {string} [kind] */
export function tint(made, value, most, kind = "") {
  made.setAttribute("class", `${kind} ${value < 0 ? "minus" : "plus"}`.trim());
  const share = most > 0 && Number.isFinite(value) ? Math.min(1, Math.abs(value) / most) : 0;
  made.setAttribute("fill-opacity", (0.85 * share).toFixed(3));
}

/** A number in few letters. @param {import("../model.js").Value} value */
export function brief(value) {
  if (typeof value !== "number") return value === null ? "" : "✗";
  const size = Math.abs(value);
  const text =
    size === 0 || (Number.isInteger(value) && size < 1000)
      ? String(value)
      : size < 0.005 || size >= 1000
        ? value.toExponential(0)
        : size < 10
          ? value.toFixed(2)
          : value.toPrecision(3);
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** A number, or 0 where there is none. @param {import("../model.js").Value} value */
export function real(value) {
  return typeof value === "number" ? value : 0;
}
