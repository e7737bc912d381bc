/** Lines between the shapes of a drawing, and the numbers on them. */

/** @typedef {import("./geometry.js").Spot} Spot */

// So many lines have room for their numbers, and these stand so far apart.
const MOST_NUMBERED = 12;
const APART = 12;

/** Where a line begins and ends: at the edges of what it joins. @param {Spot} from @param {Spot} to */
export function endsOf(from, to) {
  return [
    { x: from.x + from.half, y: from.y },
    { x: to.x - to.half, y: to.y },
  ];
}

/** Where a line's number stands. @param {{x: number, y: number}} here @param {{x: number, y: number}} there */
export function between(here, there) {
  const share = 0.27;
  return { x: here.x + share * (there.x - here.x), y: here.y + share * (there.y - here.y) + 3 };
}

/** Whether the numbers of all lines have room. @param {Spot[]} from @param {Spot[]} to */
export function isRoomy(from, to) {
  if (from.length * to.length > MOST_NUMBERED) return false;
  const heights = from.flatMap((one) => to.map((other) => between(...pair(endsOf(one, other))).y));
  heights.sort((one, other) => one - other);
  return heights.every((y, k) => k === 0 || y - heights[k - 1] >= APART);
}

/** @template T @param {T[]} every @returns {[T, T]} */
function pair(every) {
  return [every[0], every[1]];
}

/** @param {Element} line @param {{x: number, y: number}} here @param {{x: number, y: number}} there */
export function putLine(line, here, there) {
  for (const [name, value] of [
    ["x1", here.x],
    ["y1", here.y],
    ["x2", there.x],
    ["y2", there.y],
  ])
    line.setAttribute(String(name), Number(value).toFixed(1));
}

/** @param {Element} made @param {string} text @param {{x: number, y: number}} at */
export function putText(made, text, { x, y }) {
  made.textContent = text;
  made.setAttribute("x", x.toFixed(1));
  made.setAttribute("y", y.toFixed(1));
}
