// @ts-check
import { setAttribute, svg } from "../../dom.js";
import { boxAround } from "../../map/boxes.js";

/** Air between two labels. */
export const AIR_PX = 1.5;
/** Two labels on one line that are nearer than this read as one. */
const APART_PX = 9;
/** From one line of a text to the next. */
const LINE_EM = 1.25;

/**
 * A text set in its type, ready to be put somewhere.
 * @typedef {object} Lettering
 * @property {string} text
 * @property {SVGElement} node
 * @property {number} width
 * @property {number} height
 * @property {number} rise of the middle of its box above its baseline
 */

/**
 * Set texts in the type of the style sheet and measure all of them at one go.
 * @param {SVGElement} group where labels are drawn
 * @param {{text: string, lang: string, kind: string, lines?: string[]}[]} labels
 * @returns {Lettering[]}
 */
export function setInType(group, labels) {
  const nodes = labels.map(({ text, lang, kind, lines }) => {
    return svg("text", { class: `label ${kind}`, lang: lang || null }, lines ? spansOf(lines) : [text]);
  });
  const proof = svg("g", { visibility: "hidden" }, nodes);
  group.append(proof);
  const boxes = nodes.map((node) => /** @type {SVGTextElement} */ (node).getBBox());
  proof.remove();
  return nodes.map((node, i) => {
    const { y, width, height } = boxes[i];
    return { text: labels[i].text, node, width, height, rise: -(y + height / 2) };
  });
}

/** @param {string[]} lines */
function spansOf(lines) {
  return lines.map((line, i) => svg("tspan", { x: 0, dy: i ? `${LINE_EM}em` : 0 }, [line]));
}

/**
 * The room that a label takes.
 * @param {Lettering} lettering
 * @param {number[]} middle
 */
export function boxOf({ width, height }, middle) {
  return boxAround(middle, width / 2 + AIR_PX, height / 2 + AIR_PX);
}

/**
 * What no other label may meet: the room that one takes, and on its own line more on both sides.
 * @param {Lettering} lettering
 * @param {number[]} middle
 */
export function roomOf(lettering, middle) {
  return [boxOf(lettering, middle), boxAround(middle, lettering.width / 2 + APART_PX, AIR_PX)];
}

/**
 * A name bound to the ground: wherever that is drawn, the name is there, or beside it.
 * @typedef {object} Bound
 * @property {Lettering} type
 * @property {number[]} at its sign, or for an area its own middle, in steps of the sheet
 * @property {number[]} off how far from there its middle stands, in pixels
 * @property {number} [turn] degrees by which it leans
 */

/**
 * @param {Lettering} type
 * @param {number[]} middle in pixels
 * @param {number} scale pixels to a step
 * @param {number[]} [at] its sign, in steps
 * @returns {Bound}
 */
export function bind(type, middle, scale, at = middle.map((value) => value / scale)) {
  return { type, at, off: middle.map((value, i) => value - at[i] * scale) };
}

/** @param {Bound} bound @param {number} scale */
export function spotOf({ at, off }, scale) {
  return at.map((value, i) => value * scale + off[i]);
}

/** @param {Bound} bound @param {number} scale */
export function putAt(bound, scale) {
  const { node, rise } = bound.type;
  const [x, y] = spotOf(bound, scale);
  setAttribute(node, "x", x.toFixed(1));
  setAttribute(node, "y", (y + rise).toFixed(1));
  if (bound.turn !== undefined) setAttribute(node, "transform", `rotate(${[bound.turn, x, y].map((each) => each.toFixed(1)).join(" ")})`);
}
