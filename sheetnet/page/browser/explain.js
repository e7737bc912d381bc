/**
 * The panel that explains a number: its name, its equation, its formula with the numbers.
 */

import { field } from "./controls.js";
import { byId, element } from "./elements.js";
import { Formula } from "./formula.js";
import { read } from "./model.js";

/** Show what is known of the chosen number. @param {import("./state.js").State} state */
export function drawExplained(state) {
  const { model, chosen } = state;
  const { words, updates } = model.data;
  const panel = byId("explained");
  if (!chosen) {
    panel.replaceChildren(element("p", {}, words.choose));
    return;
  }
  const one = model.element(chosen);
  const quantity = one && model.quantity(one.block);
  const where = one ? model.indices(one).filter(([name]) => name === "epoch" || name === "example") : [];
  const said = where.map(
    ([name, index]) => `${words[name]} ${name === "epoch" ? (updates?.[index] ?? index) : index + 1}`,
  );
  const formula = model.formula(chosen);
  const value = element("b", { class: "value" }, read(model.value(chosen), 6));
  const name = element("b", {}, model.letter(chosen));
  const lines = [
    element(
      "p",
      { class: "where" },
      [`${words.cell} ${model.address(chosen)}`, quantity?.name ?? "", ...said].filter(Boolean).join(" · "),
    ),
  ];
  if (quantity?.equation) lines.push(element("p", { class: "equation" }, quantity.equation));
  if (formula) {
    const shown = new Formula(model, chosen, formula.numbers);
    lines.push(
      element("p", { class: "numbers" }, name, " = ", ...shown.shown(formula.tree), " = ", value),
      element("p", { class: "formula" }, `=${shown.text(formula.tree)}`),
    );
  } else {
    lines.push(element("p", { class: "numbers" }, name, " = ", value));
    if (model.isInput(chosen)) {
      lines.push(element("p", {}, field(state, chosen, words.input).made));
    }
  }
  panel.replaceChildren(...lines);
}
