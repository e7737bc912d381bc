/** Which inputs are not those of the workbook: what stood there, and what stands there now. */

import { byId, clipped, element, filled } from "./elements.js";
import { formatted } from "./format.js";

const MOST = 8;

/** Make the list; return what draws it. @param {import("./state.js").State} state @returns {() => void} */
export function makeChanges(state) {
  const { model } = state;
  let drawnAt = -1;
  return () => {
    if (drawnAt === state.changes) return;
    drawnAt = state.changes;
    const { changed } = state;
    const chips = changed.slice(0, MOST).flatMap((address) => {
      const place = model.at(address);
      if (!place) return [];
      const [was, is] = [state.before.get(address) ?? null, model.value(place)].map((one) =>
        clipped(formatted(one, "General")),
      );
      const name = element("small", {}, model.letter(place));
      const attributes = { class: "chip input changed", type: "button", "data-at": address, title: address };
      return [element("button", attributes, name, element("s", {}, was), ` → ${is}`)];
    });
    const more = changed.length - MOST;
    const rest = more > 0 ? [filled(model.data.words.more, { count: String(more) })] : [];
    byId("changes").replaceChildren(...chips, ...rest);
  };
}
