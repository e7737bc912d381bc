/** The layers of a network, as its quantities tell them: no layer is known by name. */

/**
 * @typedef {import("../state.js").State} State
 * @typedef {{forward: string, backward: string}} Keys What is shown of a group, forward and backward.
 * @typedef {{number: number, keys: Keys, sizes: number[], weights: Keys[], beside: Keys[], head: string[], title: string}} Layer
 */

/** The sizes of a quantity's own axes. @param {State} state @param {string} key */
export function sizesOf({ model }, key) {
  const axes = model.find(key)?.[0].axes ?? [];
  return axes.filter(([name]) => name !== "epoch" && name !== "example").map(([, length]) => length);
}

/** @param {number[]} sizes */
export function countOf(sizes) {
  return sizes.reduce((product, one) => product * one, 1);
}

/** The layers, as the quantities tell them. @param {State} state @returns {Layer[]} */
export function layersOf(state) {
  const { quantities, network, words } = state.model.data;
  const every = Object.entries(quantities).map(([key, one]) => {
    const [symbol, layer = "0"] = key.split(/_(?=\d+$)/);
    return { ...one, key, symbol, layer: Number(layer) };
  });
  /** @param {number} number */
  const layer = (number) => {
    const mine = every.filter((one) => one.layer === number);
    const forward = mine.findLast(({ role }) => role === "forward") ?? mine.find(isInput) ?? mine[0];
    const backward = mine.find(({ role }) => role === "backward") ?? forward;
    const sizes = sizesOf(state, forward.key);
    const parameters = mine
      .filter(({ role }) => role === "parameter")
      .map(({ key, symbol }) => ({
        forward: key,
        backward: mine.find(({ role, of }) => role === "gradient" && of === symbol)?.key ?? key,
      }));
    // One number for each unit, or map, and none for what it sees.
    const isBeside = (/** @type {Keys} */ keys) => sizesOf(state, keys.forward).length === 1;
    const { kind = "", activation = "" } = network?.layers[number - 2] ?? {};
    const title = network?.titles[number - 2] ?? "";
    return {
      number,
      keys: { forward: forward.key, backward: backward.key },
      sizes,
      weights: parameters.filter((keys) => !isBeside(keys)),
      beside: parameters.filter(isBeside),
      // A kind of which no language knows is called as in the spec.
      head: [words[`kind_${kind.replaceAll("-", "_")}`] ?? kind, activation],
      title,
    };
  };
  const count = (network?.layers.length ?? 0) + 1;
  return Array.from({ length: count }, (_, at) => layer(at + 1));
}

/** Whether a quantity is what the network sees. @param {{symbol: string}} quantity */
function isInput({ symbol }) {
  return symbol === "x";
}
