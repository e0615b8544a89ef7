// @ts-check
import { byId } from "../dom.js";

/** A pixel of fewer metres deserves a second decimal. */
const FINE_M_PER_PX = 1000;

/**
 * Where the pointer is on the earth.
 * @param {import("../page.js").Page} page
 */
export function addPointer({ view: { map }, texts }) {
  const node = byId("pointer");
  map.on("mousemove", ({ latlng }) => {
    if (map.dragging.moving()) return; // the ground moves along with the pointer
    const decimals = 1 / map.options.crs.scale(map.getZoom()) < FINE_M_PER_PX ? 2 : 1;
    const [lat, lon] = [latlng.lat, latlng.lng];
    node.textContent = `${texts.latitude(lat, decimals)} ${texts.longitude(lon, decimals)}`;
  });
  map.on("mouseout", () => node.replaceChildren());
}
