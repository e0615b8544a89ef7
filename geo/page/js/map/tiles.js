// @ts-check
import { element } from "../dom.js";

/**
 * Online tiles, as Leaflet wants them.
 * @typedef {object} Tiles
 * @property {string} name of the provider
 * @property {string} url
 * @property {Record<string, any>} options
 * @property {[string, string | null][]} attribution pieces of text, some with an address
 */

/**
 * Lay tiles, if there are any, beneath all else and say whose they are.
 * @param {import("../page.js").Page} page
 */
export function addTiles({ atlas, view: { map }, texts }) {
  if (!atlas.tiles) return;
  const { url, options, attribution } = atlas.tiles;
  map.getContainer().classList.add("tiled");
  L.tileLayer(url, { ...options, maxZoom: map.getMaxZoom() }).addTo(map);
  for (const credit of document.querySelectorAll(".credit")) {
    const pieces = attribution.map(([text, href]) => {
      return href ? element("a", { href, rel: "noopener noreferrer" }, [text]) : text;
    });
    const line = element("p", { class: "credit" }, [texts.say("credit.tiles"), " ", ...pieces]);
    const box = element("div", { class: "credits" }, [line]);
    credit.replaceWith(box);
    box.append(credit);
  }
}
