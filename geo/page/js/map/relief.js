// @ts-check
import { svg } from "../dom.js";
import { STEP_M } from "./sheet.js";

/** @typedef {{picture: string, bounds_m: number[]}} Relief a data address; west, south, east, north */

/**
 * The relief over land and countries, and the water beneath: it blends only with what the sheet
 * itself holds. Nearer than its pixels can bear the relief fades away.
 * @param {import("../page.js").Page} page
 */
export function drawRelief({ sheet, atlas, later }) {
  const { relief, view } = atlas;
  if (!relief) return;
  const place = placeOf(relief);
  sheet.lay("ocean", svg("rect", { ...place, class: "ocean", "aria-hidden": "true" }));
  const group = sheet.layGroup("relief", "relief");
  later.push(() => {
    const { full, gone } = view.relief_m_per_px;
    const image = svg("image", { ...place, preserveAspectRatio: "none", href: relief.picture });
    group.append(image);
    sheet.onZoom(() => {
      const metres = STEP_M / sheet.pixelsPerStep();
      const share = Math.log(metres / gone) / Math.log(full / gone);
      image.setAttribute("opacity", Math.max(0, Math.min(1, share)).toFixed(3));
    });
  });
}

/** @param {Relief} relief */
function placeOf({ bounds_m: bounds }) {
  const [west, south, east, north] = bounds.map((metres) => metres / STEP_M);
  return { x: west, y: -north, width: east - west, height: north - south };
}
