// @ts-check
import { byId } from "../dom.js";

/**
 * The link over all panels to the map.
 * @param {import("../page.js").Page} page
 */
export function addSkipLink({ atlas }) {
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address keeps the state, and a frame may have none
    byId(atlas.map).focus();
  });
}
