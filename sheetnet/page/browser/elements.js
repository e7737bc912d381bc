/** Elements of a page, made of names, attributes and texts: nothing is read as HTML. */

/**
 * @param {string} name @param {Record<string, string>} [attributes] @param {...(Node|string)} inside
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** The part of the page with an identity. @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** A text with its {fields} filled in. @param {string} text @param {Record<string, string>} fields */
export function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}

/** A user's text, no longer than there is room for. @param {string} text */
export function clipped(text) {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}
