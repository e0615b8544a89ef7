// @ts-check
import { hueOfSegment, ofShape } from "../../data/layers.js";
import { inHue } from "../signs.js";
import { alongLines, boxesAlong, roomAlong } from "./along.js";
import { bind, setInType } from "./lettering.js";

/** @typedef {import("./along.js").Along} Along */
/** @typedef {ReturnType<typeof createBranches>} Branches */

/**
 * The names of branches, along their lines.
 * @param {import("../../page.js").Page} page
 * @param {SVGElement} group where labels are drawn
 */
export function createBranches({ atlas, texts }, group) {
  const ways = ofShape(atlas, "network").flatMap((layer) => (layer.branches ?? []).map((branch) => ({ branch, layer })));
  /** @type {Map<string, import("./lettering.js").Lettering>} */
  let types = new Map();
  /** @type {Map<string, {key: string, places: Along[], last: Along | undefined}>} */
  const along = new Map();
  return {
    /** @param {string} language of the names */
    letter(language) {
      const set = setInType(group, ways.map(({ branch }) => ({ ...texts.branch(branch, language), kind: "branch" })));
      ways.forEach(({ branch, layer }, i) => inHue(set[i].node, hueOfSegment(layer, [branch])));
      types = new Map(ways.map(({ branch }, i) => [branch, set[i]]));
    },
    /**
     * Where a line is of its own network alone rather, and where the name stood.
     * @param {string} branch
     * @param {import("../../page.js").Strand[]} courses
     * @param {boolean} isTold
     * @param {import("./room.js").Room} room
     */
    put(branch, courses, isTold, { scale, shown, lines, taken, written, isSeen, isFree }) {
      const type = types.get(branch);
      if (!type) return;
      type.node.classList.toggle("told", isTold);
      const key = [scale, shown, type.width, ...courses.map(({ id }) => id)].join();
      let known = along.get(branch);
      if (known?.key !== key) {
        const least = Math.min(...courses.map(({ networks }) => networks));
        const own = courses.filter(({ networks }) => networks === least).map(({ points }) => points);
        known = { key, places: alongLines(own, type.width, isSeen), last: undefined };
        along.set(branch, known);
      }
      const isOpen = (/** @type {Along} */ at) => {
        const box = roomAlong(type, at);
        return isSeen(box) && isFree(box) && (at.on || !boxesAlong(type, at).some(lines.meets));
      };
      const { places, last } = known;
      known.last = last && isOpen(last) ? last : places.find(isOpen);
      if (!known.last) return;
      taken.add(roomAlong(type, known.last));
      written.push({ ...bind(type, known.last.middle, scale), turn: known.last.turn });
    },
  };
}
