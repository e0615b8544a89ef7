// @ts-check
import { byId, element } from "../dom.js";

/**
 * Online tiles, as Leaflet wants them.
 * @typedef {object} Tiles
 * @property {string} name of the provider
 * @property {string} url
 * @property {Record<string, any>} options
 * @property {[string, string | null][]} attribution pieces of text, some with an address
 */

/**
 * Lay tiles, if there are any, beneath all else and say whose they are. If the first
 * does not come, the own ground stands in until one does.
 * @param {import("../page.js").Page} page
 */
export function addTiles({ atlas, view: { map }, texts }) {
  if (!atlas.tiles) return;
  const { url, options, attribution } = atlas.tiles;
  const { classList } = document.documentElement;
  classList.add("tiled");
  const note = element("p", { id: "untiled", role: "status", "data-say": "tiles.none" });
  note.hidden = true;
  byId("foot").append(note);
  /** Whether tiles are seen: if not, the ground is, and a word says so. @param {boolean} come */
  const show = (come) => {
    if (classList.contains("tiled") === come) return;
    classList.toggle("tiled", come);
    note.hidden = come;
    note.textContent = texts.say("tiles.none");
    map.fire("ground");
  };
  let come = 0;
  L.tileLayer(url, { ...options, maxZoom: map.getMaxZoom() })
    .on("tileload", () => show(Boolean((come += 1))))
    .on("tileerror", () => come || show(false))
    .addTo(map);
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
