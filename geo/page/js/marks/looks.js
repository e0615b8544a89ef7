// @ts-check
import { svg } from "../dom.js";
import { createEvidence, QUESTIONS } from "../data/evidence.js";
import { codedIn } from "../data/layers.js";
import { areaShape } from "./areas.js";
import { plainLine } from "./lines.js";
import { pointSign } from "./signs.js";

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
/** @typedef {{hue: string, strokes: Stroke[]}} Look how something is drawn, and the colour that it is known by */
/** @typedef {ReturnType<typeof createLooks>} Looks */

/**
 * What a feature looks like.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} d the path of a line or an area
 * @param {import("../data/read.js").Atlas} atlas
 */
export function shapeOf(feature, d, atlas) {
  const { layer, is } = feature;
  if (layer.shape === "areas") return areaShape(feature, d, atlas);
  return layer.shape === "lines" ? plainLine(layer, is, d, atlas) : pointSign(layer, is, atlas);
}

/**
 * What the features of a layer of many look like: read from the style sheet, once for all that are alike.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 */
export function createLooks(layer, { atlas, sheet, state }) {
  const { at, rows } = alike(layer);
  const evidence = createEvidence(atlas);
  const host = svg("g", { "aria-hidden": "true", "data-off": "" });
  sheet.lay("places", host);
  let graded = { question: "", at };
  let [known, looks] = ["", /** @type {Look[]} */ ([])];
  return {
    /** Which look each row has: in each grade of the evidence, if that is asked for. */
    at() {
      const { evidence: question } = state.get();
      if (question !== graded.question) {
        const answers = question ? evidence.answersIn(question, layer) : [];
        graded = { question, at: question ? at.map((look, row) => look + rows.length * answers[row]) : at };
      }
      return graded.at;
    },
    /** @param {string} colours what the looks depend on besides */
    of(colours) {
      if (colours === known) return looks;
      known = colours;
      const grades = [...Object.values(QUESTIONS[state.get().evidence] ?? {}), ""];
      host.replaceChildren(...grades.flatMap((grade) => rows.map((row) => {
        return svg("g", { class: "mark", "data-grade": grade || null }, [shapeOf(layer.features[row], "", atlas)]);
      })));
      looks = [...host.children].map(({ firstElementChild: shape }) => lookOf(/** @type {SVGElement} */ (shape)));
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
  const columns = told.flatMap((column) => (layer.cells?.[column] ? codedIn(layer, column) : []));
  const [at, rows] = [new Uint16Array(layer.features.length), /** @type {number[]} */ ([])];
  /** @type {Map<number, number>} */
  const numbers = new Map();
  for (let row = 0; row < at.length; row += 1) {
    const key = columns.reduce((sum, { of, at: code }) => sum * of.length + code[row], 0);
    const known = numbers.get(key) ?? rows.push(row) - 1;
    numbers.set(key, known);
    at[row] = known;
  }
  return { at, rows };
}

/** @param {SVGElement} shape @returns {Look} */
function lookOf(shape) {
  const own = getComputedStyle(shape);
  const paths = shape.matches("path") ? [shape] : [...shape.querySelectorAll("path")];
  const strokes = paths.filter((path) => getComputedStyle(path).display !== "none").map((path) => {
    const { fill, stroke, strokeWidth, strokeDasharray, opacity, fillOpacity, strokeOpacity } = getComputedStyle(path);
    return {
      d: path.getAttribute("d") ?? "", fill, stroke,
      width: parseFloat(strokeWidth), dash: (strokeDasharray.match(/[\d.]+/g) ?? []).map(Number),
      opacity: { fill: Number(opacity) * Number(fillOpacity), stroke: Number(opacity) * Number(strokeOpacity) },
    };
  });
  return { hue: own.getPropertyValue("--hue") || own.getPropertyValue("--ink"), strokes };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Stroke} stroke
 * @param {Path2D} path
 */
export function drawStroke(pen, { fill, stroke, width, dash, opacity }, path) {
  Object.assign(pen, { globalAlpha: opacity.fill, fillStyle: fill, strokeStyle: stroke, lineWidth: width });
  if (fill !== "none") pen.fill(path, "evenodd");
  pen.setLineDash(dash);
  pen.globalAlpha = opacity.stroke;
  if (stroke !== "none" && width) pen.stroke(path);
  pen.globalAlpha = 1;
}
