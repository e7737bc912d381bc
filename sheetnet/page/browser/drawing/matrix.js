/** Right and wrong by class, as Picture counts them. */

import { element } from "../elements.js";
import { real } from "./svg.js";

// More classes than this are set smaller.
const FEW = 4;

/** The panel of the table; null where Picture has none. @param {import("../state.js").State} state */
export function makeMatrix(state) {
  const { model } = state;
  const { words, network } = model.data;
  const [block, sheet] = model.find("picture.matrix") ?? [];
  if (!block || sheet === undefined) return null;
  const [rows, columns] = block.axes.map(([, length]) => length);
  const when = state;
  const texts = (/** @type {string} */ key) =>
    model.places(key, when).map((place) => String(model.value(place) ?? ""));
  const head = element("tr", {});
  const body = element("tbody", {});
  const table = element(
    "table",
    { class: columns > FEW ? "matrix many" : "matrix" },
    element("thead", {}, head),
    body,
  );
  const panel = element(
    "section",
    { class: "panel" },
    element("h2", {}, network?.test ? words.matrix_test : words.matrix),
    table,
  );
  const draw = () => {
    const places = model.within(block, sheet, when);
    const most = Math.max(1, ...places.map((place) => real(model.value(place))));
    const [names, across] = [texts("picture.row_class"), texts("picture.column_class")];
    head.replaceChildren(
      element("td", { class: "soft" }, words.matrix_axes),
      ...across.map((name) => element("th", { scope: "col", title: name }, name)),
    );
    const made = Array.from({ length: rows }, (_, row) => {
      const cells = places.slice(row * columns, (row + 1) * columns).map((place, column) => {
        const count = real(model.value(place));
        const button = element("button", { type: "button", "data-at": model.address(place) }, String(count));
        button.className = count === 0 ? "none" : row === column ? "right" : "wrong";
        button.style.setProperty("--share", `${Math.round((100 * count) / most)}%`);
        return element("td", {}, button);
      });
      return element(
        "tr",
        {},
        element("th", { scope: "row", title: names[row] ?? "" }, names[row] ?? ""),
        ...cells,
      );
    });
    body.replaceChildren(...made);
  };
  return { made: panel, draw };
}
