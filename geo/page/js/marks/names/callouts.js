// @ts-check
import { svg } from "../../dom.js";
import { parts } from "../../data/read.js";
import { boxAround, inside, meets, nearest } from "../../map/boxes.js";
import { onScreen, strung } from "../network.js";
import { setInType } from "./lettering.js";

/** About so many letters stand on a line. */
const LINE_LETTERS = 24;
const PAD_PX = 6;
/** How far from its point a text may stand, the nearest first, and in how many directions. */
const REACHES_PX = [14, 26, 40, 58, 80, 106, 136, 170, 210, 260];
const TURNS = 16;
/** Points along a leader, this near to each other, stand for it. */
const LEADER_PX = 6;
/** To run over what has stepped back is as bad as so many pixels more. */
const OVER_PX = 30;
/** So bad is it for a leader to run over each point of a name. */
const CROSSED_PX = 15;

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./lettering.js").Lettering} Lettering */

/**
 * Set texts on small sheets of their own, on lines of about one length.
 * @param {SVGElement} group where they are drawn
 * @param {{text: string, lang: string}[]} texts
 * @returns {Lettering[]}
 */
export function setOnSheets(group, texts) {
  const set = setInType(group, texts.map(({ text, lang }) => ({ text, lang, kind: "callout", lines: linesOf(text) })));
  return set.map((type) => {
    const [width, height] = [type.width + 2 * PAD_PX, type.height + PAD_PX];
    type.node.setAttribute("y", type.rise.toFixed(1));
    const sheet = svg("rect", { class: "note", x: -width / 2, y: -height / 2, width, height, rx: 4 });
    // An element of its own, for that can be put somewhere as a text can.
    return { ...type, node: svg("svg", { class: "callout" }, [sheet, type.node]), width, height, rise: 0 };
  });
}

/** @param {string} text */
function linesOf(text) {
  const most = text.length / Math.ceil(text.length / LINE_LETTERS);
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + word.length / 2 > most) {
      lines.push(line);
      line = "";
    }
    line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/**
 * Points along what is drawn of a feature, in pixels; of points themselves, these.
 * @param {import("../../data/read.js").Feature} feature
 * @param {Pick<import("../../page.js").Page, "sheet" | "drawn">} page
 * @returns {number[][]}
 */
export function beadsOf(feature, { sheet, drawn }) {
  if (feature.layer.shape === "network") return drawn.beads(feature.id);
  const scale = sheet.pixelsPerStep();
  return parts(feature).map(sheet.gridAll).flatMap((course) => {
    const points = onScreen(course, scale);
    return [...strung(points), points[points.length - 1]];
  });
}

/**
 * Where a text may stand beside a point, as near as may be.
 * @param {number[]} point
 * @param {Lettering} type
 * @param {object} room
 * @param {Box} room.seen what is in sight
 * @param {Box[]} room.taken what the text may not cover, and the line to it rather not
 * @param {Box[]} room.subject what the text may not cover
 * @param {Box[]} room.avoided what it rather should not
 * @returns {number[] | undefined} its middle
 */
export function besidePoint(point, { width, height }, { seen, taken, subject, avoided }) {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  let least = Infinity;
  let best;
  for (const reach of REACHES_PX) {
    if (reach > least) break;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [h, v] = [Math.cos((2 * Math.PI * turn) / TURNS), Math.sin((2 * Math.PI * turn) / TURNS)];
      const middle = [point[0] + h * (reach + halfWidth), point[1] + v * (reach + halfHeight)];
      const box = boxAround(middle, halfWidth + 2, halfHeight + 2);
      if (!inside(box, seen) || meets(box, taken) || meets(box, subject)) continue;
      const crossed = alongLeader(point, box).slice(1).filter((spot) => meets(spot, taken));
      const worth = reach + (meets(box, avoided) ? OVER_PX : 0) + crossed.length * CROSSED_PX;
      if (worth < least) [least, best] = [worth, middle];
    }
  }
  return best;
}

/**
 * Boxes along the line from a point to a text.
 * @param {number[]} point
 * @param {Box} box
 * @returns {Box[]}
 */
export function alongLeader([x, y], box) {
  const [endX, endY] = nearest(box, [x, y]);
  const count = Math.ceil(Math.hypot(endX - x, endY - y) / LEADER_PX);
  return Array.from({ length: count }, (_, i) => {
    return boxAround([x + ((endX - x) * i) / count, y + ((endY - y) * i) / count], 1.5);
  });
}
