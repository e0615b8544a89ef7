// @ts-check
import { areasOf } from "../../data/layers.js";
import { frameOf } from "../../map/boxes.js";
import { lengthOn } from "./spans.js";

/**
 * Whose ground is where.
 * @typedef {ReturnType<typeof createSoil>} Soil
 */

/**
 * @param {Pick<import("../../page.js").Page, "atlas" | "sheet">} page
 */
export function createSoil({ atlas, sheet }) {
  /** @type {{iso: string, rings: number[][], frame: number[]}[]} */
  let areas = [];
  const all = () => {
    if (!areas.length) {
      areas = areasOf(atlas).map((feature) => {
        const rings = sheet.shapeOf(feature);
        return { iso: feature.is.iso_a2, rings, frame: frameOf(rings) };
      });
    }
    return areas;
  };
  /** By country, how much of a level line lies on it. @param {number} x0 @param {number} x1 @param {number} y */
  const along = (x0, x1, y) => all().flatMap(({ iso, rings, frame }) => {
    const isNear = x1 > frame[0] && x0 < frame[2] && y > frame[1] && y < frame[3];
    const length = isNear ? lengthOn(rings, x0, x1, y) : 0;
    return length ? [{ iso, length }] : [];
  });
  /** What lies under the places where names are tried again and again, at one scale, by the numbers of the box.
   * @type {{scale: number, by: Map<string, ReturnType<typeof along>>}} */
  let known = { scale: 0, by: new Map() };
  /** @type {WeakMap<number[], string | null>} */
  const homes = new WeakMap();
  return {
    /** The country that a point lies in, two letters. @param {number[]} at in steps of the sheet */
    homeOf: (at) => {
      const [x, y] = at;
      const home = homes.get(at) ?? along(x - 1, x + 1, y)[0]?.iso ?? null;
      homes.set(at, home);
      return home;
    },
    /**
     * Shares of the width of a box that lie on a country, and on others.
     * @param {import("../../map/boxes.js").Box} box in pixels
     * @param {number} scale
     * @param {string} home
     */
    under: (box, scale, home) => {
      const [x0, y0, x1, y1] = box.map((value) => value / scale);
      if (scale !== known.scale) known = { scale, by: new Map() };
      const key = box.join();
      const lengths = known.by.get(key) ?? along(x0, x1, (y0 + y1) / 2);
      known.by.set(key, lengths);
      let [own, foreign] = [0, 0];
      for (const { iso, length } of lengths) {
        if (iso === home) own += length / (x1 - x0);
        else foreign += length / (x1 - x0);
      }
      return { own, foreign };
    },
  };
}
