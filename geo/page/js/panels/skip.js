// @ts-check
import { byId } from "../dom.js";

/**
 * The links over all panels to the map and to the search.
 * @param {import("../page.js").Page} page
 */
export function addSkipLink({ atlas }) {
  const search = /** @type {HTMLElement} */ (document.querySelector("#search input"));
  for (const [link, target] of Object.entries({ skip: byId(atlas.map), "skip-search": search })) {
    byId(link).addEventListener("click", (event) => {
      event.preventDefault(); // the address keeps the state, and a frame may have none
      target.focus();
    });
  }
}
