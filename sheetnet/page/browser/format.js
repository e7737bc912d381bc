/** Numbers by the number formats of cells, as far as our sheets have them. */

/** A number, or a text, as a cell shows it. @param {import("./model.js").Value} value @param {string} format */
export function formatted(value, format) {
  if (value === null) return "";
  if (typeof value === "boolean") return String(value).toUpperCase();
  if (typeof value !== "number") return typeof value === "string" ? value : value.code;
  const section = sectionOf(value, format.split(";"));
  const quoted = /^"([^"]*)"$/.exec(section);
  if (quoted) return quoted[1];
  return (section === "" ? "" : digits(value, section)).replaceAll("-", "−");
}

/** The part of a format that a number is shown by. @param {number} value @param {string[]} sections */
function sectionOf(value, sections) {
  for (const section of sections) {
    const hit = /^\[([<>]=?)(\d+(?:\.\d+)?)\](.*)$/.exec(section);
    if (!hit) break;
    const [, sign, than, rest] = hit;
    const is = sign.startsWith("<") ? value < Number(than) : value > Number(than);
    if (is || (sign.endsWith("=") && value === Number(than))) return rest;
  }
  if (sections[0].startsWith("[")) return sections[sections.length - 1];
  if (sections.length > 2 && value === 0) return sections[2];
  return sections.length > 1 && value < 0 ? sections[1] : sections[0];
}

/** @param {number} value @param {string} form */
function digits(value, form) {
  const [, zeros = "", more = ""] = /^[#0]*\.?(0*)(#*)/.exec(form) ?? [];
  if (form === "General") return general(value);
  if (form.includes("E")) {
    const [head, power] = value.toExponential(zeros.length).split("e");
    const sign = power.startsWith("-") ? "-" : "+";
    return `${head}E${form.includes("E+") || sign === "-" ? sign : ""}${power.slice(1).padStart(form.split(/E[+-]/)[1].length, "0")}`;
  }
  if (form.endsWith("%")) return `${(100 * value).toFixed(zeros.length)}%`;
  const long = value.toFixed(zeros.length + more.length);
  return more ? long.replace(new RegExp(`\\.?0{1,${more.length}}$`), "") : long;
}

/** @param {number} value */
function general(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e11)) return value.toExponential(5).toUpperCase();
  return String(Number(value.toPrecision(10)));
}
