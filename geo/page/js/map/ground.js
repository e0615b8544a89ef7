// @ts-check
import { svg } from "../dom.js";
import { pathOf, piecesOf } from "./sheet.js";

/** The ocean is the colour beneath. */
const GROUND = /** @type {const} */ (["land", "rivers", "lakes"]);

/**
 * The ground: land, rivers and lakes.
 * @param {import("../page.js").Page} page
 */
export function drawGround({ sheet, atlas }) {
  for (const name of GROUND) {
    const shapes = (atlas.ground[name] ?? []).map(sheet.shapeOf);
    const isFilled = name !== "rivers";
    if (isFilled) sheet.layGroup(name, `ground ${name}`, shapes.map((shape) => svg("path", { d: pathOf(shape, true) })));
    const pieces = shapes.flatMap((shape) => piecesOf(shape, isFilled));
    sheet.layGroup(name, `ground ${isFilled ? "coast" : name}`, pieces.map((d) => svg("path", { d })));
  }
}
