// @ts-check
import { svg } from "../dom.js";
import { KINDS } from "../data/change.js";
import { QUESTIONS } from "../data/evidence.js";
import { codedIn } from "../data/layers.js";
import { areaShape } from "./areas.js";
import { plainLine } from "./lines.js";
import { pointSign, touchOf } from "./signs.js";

/** What may have become of a feature, if anything is known of it. */
const FATES = ["", ...KINDS];
/** How styles are told of what is transparent. */
const CLEAR = /^(none|rgba.* 0\))$/;

/**
 * How a path is drawn.
 * @typedef {object} Stroke
 * @property {string} d
 * @property {string} fill
 * @property {string} stroke
 * @property {number} width
 * @property {number[]} dash
 * @property {{fill: number, stroke: number}} opacity
 */
/**
 * How something is drawn.
 * @typedef {object} Look
 * @property {string} hue the colour that it is known by
 * @property {Stroke[]} strokes of the feature, the lowest first
 * @property {Stroke[]} rim the same beneath or around it, that tells what became of it
 * @property {number} opacity of all together
 * @property {number} rank how much it tells: what became of it, the most telling 0; else the last, if it steps back
 */
/** @typedef {[row: any, grade: any, change: any, lit: any]} Alike what is drawn alike: a row of these, and what is told of them */
/** @typedef {ReturnType<typeof createLooks>} Looks */

/**
 * What a feature looks like: what a pointer touches, and the shape on it.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} d the path of a line or an area
 * @param {import("../data/read.js").Atlas} atlas
 */
export function shapesOf(feature, d, atlas) {
  const { layer, is } = feature;
  if (layer.shape === "areas") return [areaShape(feature, d, atlas)];
  return layer.shape === "lines" ? [svg("path", { d, class: "hit" }), plainLine(layer, is, d, atlas)]
    : [svg("circle", { class: "hit", r: touchOf(layer) }), pointSign(layer, is, atlas)];
}

/**
 * What the features of a layer of many look like: read from the style sheet, once for all that are alike.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 */
export function createLooks(layer, { atlas, sheet, state, scenes, fates, evidence }) {
  const kinds = alike(layer);
  const host = svg("g", { "aria-hidden": "true", "data-off": "" });
  sheet.lay("places", host);
  let told = { asked: /** @type {unknown[]} */ ([]), at: kinds.at, sorts: /** @type {Alike[]} */ ([]) };
  let [known, looks] = ["", /** @type {Look[]} */ ([])];
  /** The sorts of rows: by what they are, and by their grades, what became of them and which stand out, if that is asked for. */
  const tell = () => {
    const { evidence: question, then, date } = state.get();
    const { lit } = scenes.subject(state.get());
    const asked = [question, then, then && date, lit.size && lit];
    if (asked.every((each, i) => each === told.asked[i])) return told;
    const [grades, became] = [[...Object.values(QUESTIONS[question] ?? {}), ""], fates()];
    const columns = [
      { of: kinds.rows, at: kinds.at },
      { of: grades, at: question ? evidence.answersIn(question, layer) : [] },
      { of: FATES, at: then === null ? [] : layer.features.map(({ id }) => FATES.indexOf(became.get(id) ?? "")) },
      { of: ["dim", "lit"], at: lit.size ? layer.features.map(({ id }) => Number(lit.has(id))) : [] },
    ];
    const { at, rows } = together(columns, layer.features.length);
    const sorts = rows.map((row) => /** @type {Alike} */ (columns.map(({ of, at: code }) => of[code[row]])));
    return (told = { asked, at, sorts });
  };
  return {
    /** Which look each row has. */
    at: () => tell().at,
    /** @param {string} colours what the looks depend on besides */
    of(colours) {
      const { sorts } = tell();
      const now = colours + JSON.stringify(sorts);
      if (now === known) return looks;
      known = now;
      host.classList.toggle("staged", Boolean(sorts[0]?.[3]));
      host.replaceChildren(...sorts.map(([row, grade, change, lit = ""]) => {
        return svg("g", { class: `mark ${lit}`, "data-grade": grade || null, "data-change": change || null }, shapesOf(layer.features[row], "", atlas));
      }));
      looks = [...host.children].map(lookOf);
      host.replaceChildren();
      return looks;
    },
  };
}

/**
 * Which rows are drawn alike, by all columns that this depends on, with a row of each kind.
 * @param {import("../data/read.js").Layer} layer
 */
function alike(layer) {
  const { kinds, token, hue, states = {} } = layer.mark ?? {};
  const told = { points: [kinds, token, hue, ...Object.values(states).flatMap(Object.keys)], lines: [layer.look], areas: ["iso_a2", "tint"] }[layer.shape];
  return together(told.flatMap((column) => (layer.cells?.[column] ? codedIn(layer, column) : [])), layer.features.length);
}

/**
 * Which rows have the same in all of some columns, with the first row of each kind.
 * @param {{of: ArrayLike<any>, at: ArrayLike<number>}[]} columns those without numbers tell nothing
 * @param {number} count
 */
function together(columns, count) {
  const telling = columns.filter(({ at }) => at.length);
  const [at, rows] = [new Uint16Array(count), /** @type {number[]} */ ([])];
  /** @type {Map<number, number>} */
  const numbers = new Map();
  for (let row = 0; row < count; row += 1) {
    const key = telling.reduce((sum, { of, at: code }) => sum * of.length + code[row], 0);
    let known = numbers.get(key);
    if (known === undefined) numbers.set(key, (known = rows.push(row) - 1));
    at[row] = known;
  }
  return { at, rows };
}

/** @param {Element} mark @returns {Look} */
function lookOf(mark) {
  const shape = /** @type {Element} */ (mark.lastElementChild);
  const own = getComputedStyle(shape);
  const all = shape.matches("path") ? [shape] : [...shape.querySelectorAll("path")];
  const [opacity, fate] = [Number(getComputedStyle(mark).opacity), KINDS.findIndex((kind) => kind === mark.getAttribute("data-change"))];
  return {
    hue: own.getPropertyValue("--hue") || own.getPropertyValue("--ink"),
    strokes: all.flatMap(strokesOf),
    rim: [...mark.querySelectorAll(".hit")].flatMap(strokesOf),
    opacity,
    rank: fate < 0 && opacity < 1 ? KINDS.length - 1 : Math.max(0, fate),
  };
}

/** How a shape is drawn, if it is seen. @param {Element} shape @returns {Stroke[]} */
function strokesOf(shape) {
  const { display, fill, stroke, strokeWidth, strokeDasharray, opacity, fillOpacity, strokeOpacity, r } = getComputedStyle(shape);
  const [isFilled, width] = [!CLEAR.test(fill), CLEAR.test(stroke) ? 0 : parseFloat(strokeWidth)];
  if (display === "none" || !(isFilled || width)) return [];
  return [{
    d: shape.getAttribute("d") ?? circle(parseFloat(r)), fill: isFilled ? fill : "none", stroke, width,
    dash: (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number),
    opacity: { fill: Number(opacity) * Number(fillOpacity), stroke: Number(opacity) * Number(strokeOpacity) },
  }];
}

/** @param {number} r */
function circle(r) {
  return `M${-r} 0a${r} ${r} 0 0 1 ${2 * r} 0a${r} ${r} 0 0 1 ${-2 * r} 0z`;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Stroke} stroke
 * @param {Path2D} path
 * @param {number} [strong] of its own opacity
 */
export function drawStroke(pen, { fill, stroke, width, dash, opacity }, path, strong = 1) {
  Object.assign(pen, { globalAlpha: strong * opacity.fill, fillStyle: fill, strokeStyle: stroke, lineWidth: width });
  if (fill !== "none") pen.fill(path, "evenodd");
  pen.setLineDash(dash);
  pen.globalAlpha = strong * opacity.stroke;
  if (width) pen.stroke(path);
  pen.globalAlpha = 1;
}
