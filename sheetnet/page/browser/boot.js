/** What runs first: it unpacks the script of the page, which the policy knows by its digest. */

import { unpacked } from "./unpack.js";

/** Let the script run that is packed in the page; say so where a browser cannot. */
export async function boot() {
  try {
    const packed = document.getElementById("script")?.textContent ?? "";
    const made = document.createElement("script");
    made.type = "module";
    made.textContent = new TextDecoder().decode(await unpacked(packed));
    document.body.append(made);
  } catch (error) {
    failed();
    throw error;
  }
}

/** Say that this browser cannot compute the page. */
export function failed() {
  document.documentElement.dataset.verdict = "failed";
  const verdict = document.getElementById("verdict");
  if (verdict) verdict.textContent = verdict.dataset.failed ?? "";
}
