/** What is packed inside the page, unpacked; `packing.py` packs it. */

/** @param {string} text @returns {Promise<ArrayBuffer>} */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

/** Bytes of which all first ones come first. @param {Uint8Array} planes @param {number} wide */
function rows(planes, wide) {
  const count = planes.length / wide;
  const found = new Uint8Array(planes.length);
  for (let at = 0; at < count; at++)
    for (let k = 0; k < wide; k++) found[at * wide + k] = planes[k * count + at];
  return found.buffer;
}

/** Numbers: of each, how far back it was, or 0; then those that are new. @param {ArrayBuffer} content */
export function unfolded(content) {
  const bytes = new Uint8Array(content);
  const [count] = new Uint32Array(content.slice(0, 4));
  const back = new Uint32Array(rows(bytes.subarray(8, 8 + 4 * count), 4));
  const fresh = new Float64Array(rows(bytes.subarray(8 + 4 * count), 8));
  const found = new Float64Array(count);
  let next = 0;
  for (let at = 0; at < count; at++) found[at] = back[at] ? found[at - back[at]] : fresh[next++];
  return found;
}
