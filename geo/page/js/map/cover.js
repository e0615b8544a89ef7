// @ts-check
import { byId } from "../dom.js";

const EDGE_PX = 36;
const { media } = /** @type {HTMLStyleElement} */ (byId("phone"));
/** A window in which the panel is a sheet at the bottom: the page tells which. */
const SHEET = matchMedia(media);
/** A window this wide has room for the legend beside the panel. */
const WIDE = matchMedia(`(width >= 1100px) and (not (${media}))`);

/** What lies over the map or beside it, the map itself first. */
const FRAMES = [
  "main", "#panel", "#search", "#legend", "#time", "#members", "#zoom", "#scale-bar", "#foot .credit", "#pointer",
];

/**
 * Tell when the window takes another shape.
 * @param {{sheet: (matches: boolean) => void, wide: (matches: boolean) => void}} listeners
 */
export function onShape({ sheet, wide }) {
  SHEET.addEventListener("change", ({ matches }) => sheet(matches));
  WIDE.addEventListener("change", ({ matches }) => wide(matches));
}

/** @returns {boolean} whether the panel is a sheet at the bottom */
export function isSheet() {
  return SHEET.matches;
}

/** @returns {boolean} whether panel and legend both have room */
export function isWide() {
  return WIDE.matches;
}

/**
 * What covers the map, and its own edge.
 * @returns {import("./boxes.js").Box[]} in pixels of the window
 */
export function frames() {
  return FRAMES.map((name) => {
    const node = /** @type {Element} */ (document.querySelector(name));
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return [left, top, right, bottom];
  });
}

/**
 * How much of the map the panels cover, in pixels.
 * @returns {import("./view.js").Room}
 */
export function coveredRoom() {
  const [panel, legend, time] = ["panel", "legend", "time"].map((id) => byId(id).getBoundingClientRect());
  const main = /** @type {HTMLElement} */ (document.querySelector("main")).getBoundingClientRect();
  const low = Math.max(0, main.bottom - time.top);
  const free = { left: EDGE_PX, right: EDGE_PX, top: EDGE_PX, bottom: low + EDGE_PX, sheet: 0 };
  if (!isSheet()) {
    const closed = byId("legend").classList.contains("closed");
    const right = closed ? EDGE_PX : innerWidth - legend.left + EDGE_PX;
    const left = byId("panel").classList.contains("closed") ? EDGE_PX : panel.right + EDGE_PX;
    return { ...free, left, right };
  }
  return { ...free, sheet: Math.max(0, main.bottom - panel.top) };
}
