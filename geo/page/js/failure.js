// @ts-check
import { byId } from "./dom.js";

/**
 * Say that something failed: on the page that it did, in the console why.
 * @param {unknown} error
 */
export function report(error) {
  console.error(error);
  byId("failed").hidden = false;
}

/**
 * Put on parts, each by itself: one that fails takes no other along.
 * @param {((page: import("./page.js").Page) => void)[]} parts
 * @param {import("./page.js").Page} page
 */
export function putOn(parts, page) {
  parts.forEach((part) => attempt(() => part(page)));
}

/**
 * Do something that may fail, and say it if it does.
 * @param {() => void} act
 */
export function attempt(act) {
  try {
    act();
  } catch (error) {
    report(error);
  }
}
