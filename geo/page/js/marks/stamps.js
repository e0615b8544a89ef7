// @ts-check
import { drawStroke } from "./looks.js";

/** The half of what a sign may take. */
const REACH_PX = 14;

/** @typedef {import("./looks.js").Look} Look */
/**
 * The looks of some layers, drawn side by side, each to be copied wherever a point has it.
 * @typedef {object} Stamps
 * @property {Look[][]} sets of each layer
 * @property {Look[]} all
 * @property {number[]} firsts where those of each layer begin
 * @property {string[]} hues
 * @property {number[]} hueOf each look
 * @property {HTMLCanvasElement} node
 * @property {number} size the side of each, in pixels of the screen
 * @property {string} paper the colour of what they lie on
 * @property {string[]} inks of numbers, and of those that tell less
 * @property {string} font
 */

/**
 * What gives the stamps of some layers for a paper, drawn anew only if they look otherwise.
 * @param {import("./looks.js").Looks[]} layers
 */
export function createStamps(layers) {
  let stamps = /** @type {Stamps} */ ({ sets: /** @type {Look[][]} */ ([]) });
  /** @param {import("./field.js").Painting} paper */
  return ({ colours, sharp }) => {
    const sets = layers.map((looks) => looks.of(colours));
    if (sets.some((set, i) => set !== stamps.sets[i])) stamps = drawStamps(sets, sharp);
    return stamps;
  };
}

/** @param {Look[][]} sets @param {number} sharp @returns {Stamps} */
function drawStamps(sets, sharp) {
  const all = sets.flat();
  const [node, size] = [document.createElement("canvas"), Math.ceil(2 * REACH_PX * sharp)];
  Object.assign(node, { width: all.length * size, height: size });
  const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
  all.forEach(({ rim, strokes }, i) => {
    pen.setTransform(sharp, 0, 0, sharp, (i + 0.5) * size, size / 2);
    [...rim, ...strokes].forEach((stroke) => drawStroke(pen, stroke, new Path2D(stroke.d)));
  });
  const hues = [...new Set(all.map(({ hue }) => hue))];
  const firsts = sets.map((_, i) => sets.slice(0, i).flat().length);
  const root = getComputedStyle(document.documentElement);
  const [paper, sans, ...inks] = ["--paper", "--sans", "--ink", "--soft-ink"].map((name) => root.getPropertyValue(name));
  return { sets, all, firsts, hues, hueOf: all.map(({ hue }) => hues.indexOf(hue)), node, size, paper, inks, font: `600 11px ${sans}` };
}
