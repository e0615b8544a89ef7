// @ts-check
import { svg } from "../dom.js";
import { pathOf } from "./sheet.js";

/** The ocean is the colour beneath. */
const GROUND = /** @type {const} */ (["land", "rivers", "lakes"]);

/**
 * The ground: land, rivers and lakes.
 * @param {import("../page.js").Page} page
 */
export function drawGround({ sheet, atlas }) {
  for (const name of GROUND) {
    const shapes = (atlas.ground[name] ?? []).map((feature) => {
      return svg("path", { d: pathOf(sheet.shapeOf(feature), name !== "rivers") });
    });
    sheet.layGroup(name, `ground ${name}`, shapes);
  }
}
