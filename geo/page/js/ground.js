// @ts-check
import { svg } from "./dom.js";
import { parts } from "./data.js";
import { pathOf } from "./sheet.js";

/**
 * One layer of the ground: land, lakes or rivers; the ocean is the colour beneath.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
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

/**
 * Meridians and parallels, ten degrees apart, around the centre.
 * @param {import("./sheet.js").Sheet} sheet
 */
export function drawGraticule(sheet) {
  const lines = [];
  for (let lon = -40; lon <= 180; lon += 10) lines.push(steps(-20, 80, (lat) => [lon, lat]));
  for (let lat = -20; lat <= 80; lat += 10) lines.push(steps(-40, 180, (lon) => [lon, lat]));
  const d = pathOf(lines.map((line) => sheet.gridAll(line)));
  sheet.world.append(svg("path", { d, class: "graticule", "aria-hidden": "true" }));
}

/**
 * @param {number} from
 * @param {number} to
 * @param {(degree: number) => [number, number]} at
 */
function steps(from, to, at) {
  const line = [];
  for (let degree = from; degree <= to; degree += 2) line.push(...at(degree));
  return line;
}
