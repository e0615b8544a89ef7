// @ts-check
import { svg } from "../dom.js";
import { parts } from "../data/read.js";
import { pathOf } from "./sheet.js";

/**
 * One layer of the ground: land, lakes or rivers; the ocean is the colour beneath.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("../data/read.js").Atlas} atlas
 * @param {"land" | "lakes" | "rivers"} name
 */
export function drawGround(sheet, atlas, name) {
  const group = svg("g", { class: `ground ${name}`, "aria-hidden": "true" });
  for (const feature of atlas.layers[name] ?? []) {
    const d = pathOf(parts(feature).map(sheet.gridAll), name !== "rivers");
    group.append(svg("path", { d }));
  }
  sheet.world.append(group);
}
