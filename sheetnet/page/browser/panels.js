/** What is drawn beside the numbers: of a network alone; a lesson's page is made without. */

import { makeChart } from "./drawing/chart.js";
import { makeExample, makeExamples } from "./drawing/example.js";
import { makeMaps } from "./drawing/map.js";
import { makeMatrix } from "./drawing/matrix.js";
import { makeNetwork } from "./drawing/network.js";
import { byId } from "./elements.js";

/** @typedef {import("./state.js").State} State */

/** What is drawn of a network: itself, its cost, its answers. @param {State} state */
export function panelsOf(state) {
  const { sheets } = state.model.data;
  const sheet = sheets.findIndex(({ key }) => key === "Cost");
  const curves = (sheets[sheet]?.charts ?? [])
    .slice(0, 2)
    .map((chart) => makeChart(state, sheet, chart, epochsOf(state, chart)));
  const [cost, ...others] = curves;
  const made = [cost, makeExample(state), makeMatrix(state), makeMaps(state), ...others, makeExamples(state)];
  const panels = made.flatMap((one) => (one ? [one] : []));
  const whole = makeNetwork(state);
  byId("drawn").replaceChildren(whole.made);
  byId("panels").replaceChildren(...panels.map(({ made }) => made));
  return [whole, ...panels];
}

/** Where a reader stands along the epochs of a chart. @param {State} state @param {{named?: boolean}} chart */
function epochsOf(state, { named }) {
  const updates = state.model.data.updates ?? [];
  // Along names, each is as far from the next.
  const places = named ? updates.map((_, at) => at) : updates;
  return {
    now: () => places[state.epoch] ?? 0,
    pick: (/** @type {number} */ x) => {
      const near = places.map((one) => Math.abs(one - x));
      state.set({ epoch: near.indexOf(Math.min(...near)) });
    },
  };
}
