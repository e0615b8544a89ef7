// @ts-check
import { byId } from "../dom.js";
import { toSearch } from "./search.js";

/**
 * The links over all panels to the map and to the search.
 * @param {import("../page.js").Page} page
 */
export function addSkipLink({ atlas, state }) {
  for (const [link, lead] of Object.entries({ skip: () => byId(atlas.map).focus(), "skip-search": () => toSearch(state) })) {
    byId(link).addEventListener("click", (event) => {
      event.preventDefault(); // the address keeps the state, and a frame may have none
      lead();
    });
  }
}
