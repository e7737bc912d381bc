/** What is packed inside the page, unpacked. */

/** @param {string} text @returns {Promise<ArrayBuffer>} */
export async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

/** The numbers of a table of those that differ, and which of them stands where. @param {ArrayBuffer} packed */
export function unfolded(packed) {
  return new Float64Array(packed);
}
