// @ts-check
import { svg } from "../dom.js";
import { STEP_M } from "./sheet.js";

/**
 * The water that the relief lies over: it blends only with what the sheet itself holds.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("../data/read.js").Atlas} atlas
 */
export function drawOcean(sheet, atlas) {
  sheet.world.append(svg("rect", { ...placeOf(atlas), class: "ocean", "aria-hidden": "true" }));
}

/**
 * The relief over land and countries. Nearer than its pixels can bear it fades away.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {() => void} draws it; until then its place among the layers is kept
 */
export function drawRelief(sheet, atlas) {
  const group = svg("g", { class: "relief", "aria-hidden": "true" });
  const { full, gone } = atlas.view.relief_m_per_px;
  sheet.world.append(group);
  return () => {
    const place = { ...placeOf(atlas), preserveAspectRatio: "none" };
    const image = svg("image", { ...place, href: atlas.relief.picture });
    group.append(image);
    sheet.onZoom(() => {
      const metres = STEP_M / sheet.pixelsPerStep();
      const share = Math.log(metres / gone) / Math.log(full / gone);
      image.setAttribute("opacity", Math.max(0, Math.min(1, share)).toFixed(3));
    });
  };
}

/** @param {import("../data/read.js").Atlas} atlas */
function placeOf(atlas) {
  const [west, south, east, north] = atlas.relief.bounds_m.map((metres) => metres / STEP_M);
  return { x: west, y: -north, width: east - west, height: north - south };
}
