// @ts-check
import { byId } from "./dom.js";

const SHOWN_MS = 6000;
let timer = 0;

/**
 * Say for a while, over the page and aloud, what was done or how to do it.
 * @param {string} text
 */
export function notice(text) {
  const line = byId("notice");
  line.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (line.textContent = ""), SHOWN_MS);
}
