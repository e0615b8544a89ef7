// @ts-check
import { boxAround } from "../map/boxes.js";
import { drawStroke } from "./looks.js";
import { SQUARE_PX } from "./squares.js";

/** The circle that counts, by how long its number is; its edge tells the hues of what it counts. */
const [CIRCLE_PX, LETTER_PX, EDGE_PX_WIDE] = [8, 2.6, 3];
/** Around it, so far off, what became of these, or that they stand out. */
const FATE_PX = 2;
/** What is left free of each side of its square for that. */
export const FREE_SIDE_PX = 3;
/** The numbers in it stand so far below each other, each with a line beneath, and take so much more of it. */
const [NUMBER_PX, UNDER_PX, MORE_PX] = [13, 6.5, 5];
/** The half of what a digit takes. */
const DIGIT_PX = 3.6;
/** Of what lies beneath a number, so much around it is covered; less is told by one of a higher rank. */
const [HALO_PX_WIDE, SOFT] = [3, 2];
const TURN = 2 * Math.PI;

/** @typedef {import("./squares.js").Crowd} Crowd */
/** @typedef {import("./stamps.js").Stamps} Stamps */

/** How far a circle reaches that tells some numbers. @param {Crowd["told"]} told @param {import("../text/voice.js").Texts} texts */
export function reachOf(told, texts) {
  const letters = Math.max(...told.map(({ n }) => texts.number(n).length));
  return Math.min(SQUARE_PX / 2 - FREE_SIDE_PX, CIRCLE_PX + LETTER_PX * letters + MORE_PX * (told.length - 1));
}

/**
 * The numbers of a circle, one below the other.
 * @param {Crowd} crowd
 * @param {import("../text/voice.js").Texts} texts
 * @returns {import("./field.js").Count[]}
 */
export function numbersOf({ x, y, told }, texts) {
  return told.map(({ n, rank }, i) => {
    const [text, middle] = [texts.number(n), y + (i - (told.length - 1) / 2) * NUMBER_PX];
    return { text, x, y: middle, box: boxAround([x, middle], text.length * DIGIT_PX, NUMBER_PX / 2), isSoft: rank > SOFT };
  });
}

/**
 * Draw circles without their numbers.
 * @param {CanvasRenderingContext2D} pen
 * @param {Crowd[]} crowds
 * @param {Stamps} stamps
 * @param {number} opacity of them all
 */
export function drawCrowds(pen, crowds, { all, hues, paper }, opacity) {
  const discs = new Path2D();
  const edges = hues.map(() => new Path2D());
  for (const { x, y, reach, n, shares } of crowds) {
    discs.moveTo(x + reach, y);
    discs.arc(x, y, reach, 0, TURN);
    addArcs(edges, [x, y], reach - EDGE_PX_WIDE / 2, shares.map((share) => share / n));
  }
  Object.assign(pen, { globalAlpha: opacity, fillStyle: paper, lineWidth: EDGE_PX_WIDE });
  pen.setLineDash([]);
  pen.fill(discs);
  edges.forEach((edge, i) => {
    pen.strokeStyle = hues[i];
    pen.stroke(edge);
  });
  for (const { x, y, reach, n, told } of crowds) {
    const rims = told.map(() => new Path2D());
    addArcs(rims, [x, y], reach + FATE_PX, told.map((each) => each.n / n));
    told.forEach(({ look }, i) => all[look].rim.forEach((rim) => drawStroke(pen, rim, rims[i])));
  }
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Crowd} crowd
 * @param {Stamps} stamps
 * @param {import("../text/voice.js").Texts} texts
 */
export function drawCounts(pen, crowd, stamps, texts) {
  const { all, paper, inks, font } = stamps;
  const counts = numbersOf(crowd, texts);
  Object.assign(pen, { globalAlpha: 1, strokeStyle: paper, lineWidth: HALO_PX_WIDE, font });
  pen.setLineDash([]);
  counts.forEach(({ text, x, y }) => pen.strokeText(text, x, y));
  counts.forEach(({ text, x, y, isSoft }, i) => {
    pen.fillStyle = inks[Number(isSoft)];
    pen.fillText(text, x, y);
    const half = text.length * LETTER_PX;
    const [rim] = all[crowd.told[i].look].rim;
    if (rim && counts[1]) drawStroke(pen, rim, new Path2D(`M${x - half} ${y + UNDER_PX}H${x + half}`));
  });
}

/**
 * Divide a circle among paths, from the top on.
 * @param {Path2D[]} paths
 * @param {number[]} middle
 * @param {number} reach
 * @param {number[]} shares
 */
function addArcs(paths, [x, y], reach, shares) {
  let turn = -TURN / 4;
  paths.forEach((path, i) => {
    if (!shares[i]) return;
    const from = turn;
    turn += TURN * shares[i];
    path.moveTo(x + Math.cos(from) * reach, y + Math.sin(from) * reach);
    path.arc(x, y, reach, from, turn);
  });
}
