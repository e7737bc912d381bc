/** The page: opens what is packed in it, proves it, and shows it. */

import { bookOf } from "./book.js";
import { proof } from "./proof.js";
import { unfolded, unpacked } from "./unpack.js";

const SLICE = 25;

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}

/** @param {string} text @param {Record<string, string>} fields */
function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}

/** @param {import("../javascript/engine.js").Form[]} forms */
export async function start(forms) {
  const [json, numbers] = await Promise.all(["data", "numbers"].map((id) => unpacked(element(id).textContent ?? "")));
  const data = JSON.parse(new TextDecoder().decode(json));
  const { words, title } = data;
  element("title").textContent = title;
  element("verdict").textContent = words.computing;
  const book = bookOf(data, forms);
  const steps = proof(data, book, unfolded(numbers));
  const root = document.documentElement.dataset;
  const go = () => {
    const end = performance.now() + SLICE;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (!step.done) {
      setTimeout(go);
      return;
    }
    const { cells, wrong } = step.value;
    root.cells = String(cells);
    root.wrong = String(wrong);
    root.verdict = wrong ? "disagree" : "agree";
    element("verdict").textContent = filled(wrong ? words.disagree : words.agree, {
      cells: cells.toLocaleString(),
      wrong: wrong.toLocaleString(),
    });
  };
  setTimeout(go);
}
