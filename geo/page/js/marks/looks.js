// @ts-check
import { codedIn } from "../data/layers.js";

/**
 * How a path is drawn, as the style sheet has it.
 * @typedef {object} Stroke
 * @property {string} d
 * @property {string} fill
 * @property {string} stroke
 * @property {number} width
 * @property {number[]} dash
 * @property {number} opacity
 */
/** @typedef {{hue: string, strokes: Stroke[]}} Look how something is drawn, and the colour that it is known by */

/**
 * What the rows of a layer of many look like, by all columns that this depends on: which look each row has,
 * and for each a row that has it.
 * @param {import("../data/read.js").Layer} layer
 * @param {string[]} columns
 * @returns {{of: Uint16Array, rows: number[]}}
 */
export function alike(layer, columns) {
  const coded = columns.map((column) => codedIn(layer, column));
  const [of, rows] = [new Uint16Array(layer.features.length), /** @type {number[]} */ ([])];
  /** @type {Map<number, number>} */
  const numbers = new Map();
  layer.features.forEach((_, row) => {
    const key = coded.reduce((sum, { of: values, at }) => sum * values.length + at[row], 0);
    const known = numbers.get(key) ?? rows.push(row) - 1;
    numbers.set(key, known);
    of[row] = known;
  });
  return { of, rows };
}

/**
 * Read from the style sheet what a specimen looks like, while it is part of the page.
 * @param {SVGElement} specimen
 * @returns {Look}
 */
export function lookOf(specimen) {
  const paths = specimen.matches("path") ? [specimen] : [...specimen.querySelectorAll("path")];
  const colour = (/** @type {string} */ name) => getComputedStyle(specimen).getPropertyValue(name);
  const strokes = paths.filter((path) => getComputedStyle(path).display !== "none").map((path) => {
    const { fill, stroke, strokeWidth, strokeDasharray, opacity, fillOpacity, strokeOpacity } = getComputedStyle(path);
    return {
      d: path.getAttribute("d") ?? "", fill, stroke,
      width: parseFloat(strokeWidth), dash: (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number),
      opacity: Number(opacity) * Number(stroke === "none" ? fillOpacity : strokeOpacity),
    };
  });
  return { hue: colour("--hue") || colour("--ink"), strokes };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Stroke} stroke
 * @param {Path2D} path
 */
export function drawStroke(pen, { fill, stroke, width, dash, opacity }, path) {
  pen.globalAlpha = opacity;
  if (fill !== "none") {
    pen.fillStyle = fill;
    pen.fill(path, "evenodd");
  }
  if (stroke !== "none" && width) {
    Object.assign(pen, { strokeStyle: stroke, lineWidth: width });
    pen.setLineDash(dash);
    pen.stroke(path);
  }
  pen.globalAlpha = 1;
}
