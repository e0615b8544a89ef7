// @ts-check
import { svg } from "../../dom.js";
import { boxAround } from "../../map/boxes.js";

/** Air between two labels. */
const AIR_PX = 1.5;
/** Two labels on one line that are nearer than this read as one. */
const APART_PX = 9;

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
 * @param {{text: string, lang: string, kind: string}[]} labels
 * @returns {Lettering[]}
 */
export function setInType(group, labels) {
  const nodes = labels.map(({ text, lang, kind }) => {
    return svg("text", { class: `label ${kind}`, lang: lang || null }, [text]);
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
 * @param {Lettering} lettering
 * @param {number[]} middle
 * @returns {SVGElement}
 */
export function putAt({ node, rise }, [x, y]) {
  node.setAttribute("x", x.toFixed(1));
  node.setAttribute("y", (y + rise).toFixed(1));
  return node;
}
