/**
 * Where units, pixels and maps stand in a drawing: from the shape of what they show alone.
 */

/**
 * @typedef {"unit"|"small"|"cell"} Look A circle with its number and name, one with its number, a square.
 * @typedef {{x: number, y: number, half: number}} Spot The middle, and how far it reaches.
 * @typedef {{look: Look, spots: Spot[], width: number, height: number}} Column
 */

// Half the size of a unit, and from unit to unit, by how many there are.
const UNITS = { most: 6, half: 22, pitch: 88 };
const SMALL = { most: 14, half: 14, pitch: 33 };
const DOTS = { half: 7, pitch: 16, rows: 20 };
// A picture's squares: the longer its side, the smaller.
const SQUARES = /** @type {const} */ ([
  [4, 13],
  [6, 11],
  [8, 9],
  [16, 6],
  [28, 4],
]);
const SMALLEST = 2;
const GAP = 12;
const HIGHEST = 460;

/** Half the side of a picture's square. @param {number} side @param {number} most */
function half(side, most) {
  const found = SQUARES.find(([longest]) => side <= longest)?.[1] ?? SMALLEST;
  return Math.min(found, most);
}

/** Place the numbers of a layer. @param {number[]} sizes of its axes: units, or maps of rows and columns @returns {Column} */
export function columnOf(sizes) {
  if (sizes.length < 2) return unitsOf(sizes[0] ?? 1);
  const [rows, columns] = sizes.slice(-2);
  const maps = sizes.slice(0, -2).reduce((product, one) => product * one, 1);
  return picturesOf(maps, rows, columns, maps > 3 ? 9 : 13);
}

/** @param {number} count @returns {Column} */
function unitsOf(count) {
  if (count > SMALL.most) {
    const rows = Math.min(count, DOTS.rows);
    const { half, pitch } = DOTS;
    const spots = Array.from({ length: count }, (_, k) => ({
      x: half + Math.floor(k / rows) * pitch,
      y: half + (k % rows) * pitch,
      half,
    }));
    return { look: "cell", spots, width: Math.ceil(count / rows) * pitch, height: rows * pitch };
  }
  const look = count <= UNITS.most ? "unit" : "small";
  const { half, pitch } = look === "unit" ? UNITS : SMALL;
  const spots = Array.from({ length: count }, (_, k) => ({ x: half, y: (k + 0.5) * pitch, half }));
  return { look, spots, width: 2 * half, height: count * pitch };
}

/** Maps below each other, as many as fit; then beside. @param {number} maps @param {number} rows @param {number} columns @param {number} most @returns {Column} */
function picturesOf(maps, rows, columns, most) {
  const size = half(Math.max(rows, columns), most);
  const [wide, high] = [2 * size * columns, 2 * size * rows];
  const below = Math.max(1, Math.min(maps, Math.floor((HIGHEST + GAP) / (high + GAP))));
  const beside = Math.ceil(maps / below);
  /** @type {Spot[]} */
  const spots = [];
  for (let map = 0; map < maps; map++) {
    const [left, top] = [Math.floor(map / below) * (wide + GAP), (map % below) * (high + GAP)];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        spots.push({ x: left + (2 * column + 1) * size, y: top + (2 * row + 1) * size, half: size });
  }
  return {
    look: "cell",
    spots,
    width: beside * (wide + GAP) - GAP,
    height: below * (high + GAP) - GAP,
  };
}

/** Place filters: a row of small pictures for each unit. @param {number[]} sizes units, maps, rows, columns @returns {Column} */
export function filtersOf([units, maps, rows, columns]) {
  const size = half(Math.max(rows, columns), maps > 3 ? 4 : 6);
  const [wide, high] = [2 * size * columns, 2 * size * rows];
  /** @type {Spot[]} */
  const spots = [];
  for (let unit = 0; unit < units; unit++)
    for (let map = 0; map < maps; map++)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          spots.push({
            x: map * (wide + 6) + (2 * column + 1) * size,
            y: unit * (high + 2 * GAP) + (2 * row + 1) * size,
            half: size,
          });
  return {
    look: "cell",
    spots,
    width: maps * (wide + 6) - 6,
    height: units * (high + 2 * GAP) - 2 * GAP,
  };
}
