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
 * Lay tiles beneath all else and say whose they are.
 * @param {any} map
 * @param {Tiles} tiles
 * @param {import("../text/voice.js").Texts} texts
 */
export function addTiles(map, { url, options, attribution }, texts) {
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
