// @ts-check
import { svg } from "../dom.js";
import { holds } from "../data/layers.js";

/** The half of what a sign takes that is as large as usual. */
export const SIGN_PX = 6.2;
/** A pointer touches the smallest so near. */
const TOUCH_PX = 9;

/** The half of what a sign of a layer takes. @param {import("../data/read.js").Layer} layer */
export function halfOf({ mark }) {
  return SIGN_PX * (mark?.scale ?? 1);
}

/** How near to its middle a pointer touches a sign. @param {import("../data/read.js").Layer} layer */
export function touchOf(layer) {
  return Math.max(TOUCH_PX, halfOf(layer));
}

/**
 * Give a node the hue of a layer or a value; what it holds is drawn in it.
 * @template {HTMLElement | SVGElement} T
 * @param {T} node
 * @param {string | undefined} hue the name of a custom property
 * @returns {T}
 */
export function inHue(node, hue) {
  if (hue) node.style.setProperty("--hue", `var(--${hue})`);
  return node;
}

/**
 * The hue of a point, by its mark.
 * @param {import("../data/read.js").Mark} mark
 * @param {Record<string, any>} is
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {string | undefined}
 */
function hueOf({ hue, own_hue: own }, is, { values }) {
  return hue ? (hue === "ink" ? undefined : values[hue]?.[is[hue]]?.hue) : own;
}

/**
 * The sign of a point: its body, and what stands inside. What holds of the mark are its classes:
 * `hollow`, `dashed`, `bare`.
 * @param {import("../data/read.js").Layer} layer
 * @param {Record<string, any>} is the columns that the mark reads
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {SVGElement}
 */
export function pointSign({ mark }, is, atlas) {
  if (!mark) return svg("g");
  const { body, kinds, token, states, scale = 1 } = mark;
  /** A canvas knows paths, and no transform. @param {string} [d] */
  const sized = (d = "") => (scale === 1 ? d : d.replace(/-?(\d+\.?\d*|\.\d+)/g, (n) => ` ${(Number(n) * scale).toFixed(2)}`));
  if (kinds) {
    const { sign, solid, line_px: width } = atlas.values[kinds]?.[is[kinds]] ?? {};
    const path = svg("path", { d: sized(sign), class: solid ? "sign solid" : "sign" });
    if (width) path.style.strokeWidth = `${width}px`;
    return path;
  }
  const held = Object.entries(states).filter(([, condition]) => holds(condition, is)).map(([state]) => state);
  const shapes = [svg("path", { class: "body", d: sized(body) })];
  const inside = token && atlas.values[token]?.[is[token]]?.sign;
  if (inside) shapes.push(svg("path", { class: "token", d: sized(inside) }));
  return inHue(svg("g", { class: ["point", ...held].join(" ") }, shapes), hueOf(mark, is, atlas));
}

/**
 * A ring around a point is drawn in its hue too.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../data/read.js").Atlas} atlas
 */
export function hueOfPoint({ layer, is }, atlas) {
  return layer.mark && hueOf(layer.mark, is, atlas);
}
