// @ts-check
import { pushButton } from "../dom.js";
import { QUESTIONS } from "../data/evidence.js";
import { FILTERED } from "../data/filter.js";
import { parts } from "../data/read.js";
import { pathOf } from "../map/sheet.js";
import { listInView } from "../map/sight.js";
import { createTraces } from "./traces.js";
import { shapesOf } from "./looks.js";
import { createMarks } from "./marks.js";
import { createPicture } from "./picture.js";
import { createSwarm } from "./swarm.js";
import { LIT } from "../state/scenes.js";

/** The lowest first. */
const SHAPES = ["areas", "lines", "points"];

/**
 * What an event touches: a feature, a pile of them, or a crowd that opens.
 * @typedef {{id: string | null, isPile?: boolean, open?: () => void}} Touched
 */
/**
 * What is painted: a box in world pixels, in how many pixels of the screen to each, and in which colours.
 * @typedef {import("../map/renderers.js").Paper & {sharp: number, colours: string}} Painting
 */
/** @typedef {{text: string, x: number, y: number, box: import("../map/boxes.js").Box, isSoft: boolean}} Count a number in a circle that counts points */
/** @typedef {{box: import("../map/boxes.js").Box, counts: Count[]}} Circle */
/**
 * Layers on the canvas; positions are world pixels.
 * @typedef {object} Field
 * @property {import("../data/read.js").Layer[]} layers
 * @property {(pen: CanvasRenderingContext2D, paper: Painting) => Generator<void, () => void>} paint part by part; what
 *   it returns is done when the picture is seen
 * @property {(x: number, y: number) => Touched | null} touch
 * @property {() => Circle[]} crowds the circles that are seen
 * @property {(layer: import("../data/read.js").Layer, box: number[]) => number[]} within rows of one that are shown and meet a box
 */

/**
 * The layers that have too many features for marks: drawn on a canvas, points that lie too near together
 * counted. What is pointed at, chosen or sought becomes a mark like any other.
 * @param {import("../page.js").Page} page
 */
export function drawField(page) {
  const { atlas, sheet, state, texts, scenes, view: { map }, drawn } = page;
  const { canvas } = sheet;
  if (!canvas) return;
  const layers = SHAPES.flatMap((shape) => atlas.layers.filter((layer) => layer.cells && layer.shape === shape));
  const points = layers.filter(({ shape }) => shape === "points");
  const fields = layers.filter((layer) => !points.includes(layer)).map((layer) => createTraces(layer, page));
  if (points.length) fields.push(createSwarm(points, page));
  const { repaint, settled, painted } = createPicture(fields, canvas, page);
  drawn.crowds = () => fields.flatMap((field) => field.crowds());
  Object.assign(drawn, { settled, painted });
  state.on([...FILTERED, "theme", "lang", "evidence"], repaint);
  const staged = () => scenes.subject(state.get()).lit.size;
  let before = staged();
  state.on([...LIT], () => {
    if (before || staged()) repaint();
    before = staged();
  });

  /** @type {string | null} */
  let last = null;
  const raises = layers.map((layer) => createRaised(layer, page));
  const raise = () => raises.forEach((each) => each(last));
  drawn.field = (event) => {
    const { x, y } = map.mouseEventToContainerPoint(event).add(map.getPixelBounds().min);
    const found = fields.toReversed().map(({ touch }) => touch(x, y)).find(Boolean) ?? null;
    last = found?.id ?? null;
    sheet.root.classList.toggle("crowd", Boolean(found?.open));
    return found;
  };
  drawn.rows = (layer) => {
    const { min, max } = map.getPixelBounds();
    return fields.flatMap((field) => (field.layers.includes(layer) ? field.within(layer, [min.x, min.y, max.x, max.y]) : []));
  };
  for (const layer of layers) {
    // For whoever has no pointer: the same in the table.
    const list = pushButton({ class: "skip" }, [], () => listInView([layer], page));
    const say = () => (list.textContent = texts.say("field.list", { layer: texts.title(layer) }));
    state.on("lang", say);
    say();
    map.getContainer().append(list);
  }
  sheet.onZoom(raise);
  state.on([...FILTERED, "hover", "feature", "sought", "evidence"], raise);
}

/**
 * What makes marks of the few features of a layer that are looked at.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {(touched: string | null) => void}
 */
function createRaised(layer, page) {
  const { atlas, sheet, state, filter, fates, evidence } = page;
  const marks = createMarks(layer, page);
  sheet.lay("places", marks.node);
  /** @type {Map<string, SVGElement>} */
  let raised = new Map();
  let drawnFor = "";
  return (touched) => {
    const { hover, feature: chosen, sought, evidence: question, then, date } = state.get();
    const now = [sheet.pixelsPerStep(), question, then, then && date].join();
    const before = now === drawnFor ? raised : new Map();
    drawnFor = now;
    const wanted = [...new Set([hover, chosen, sought])].flatMap((id) => (atlas.byId.get(id ?? "") ?? []).filter((feature) => {
      return feature.layer === layer && (id === chosen || filter.shown(feature));
    }));
    const standing = new Map(wanted.map((feature) => {
      /** @type {Record<string, string>} */
      const grade = question && feature.is.sources ? { "data-grade": QUESTIONS[question][evidence.answer(question, feature)] } : {};
      const fate = fates().get(feature.id);
      const mark = before.get(feature.id) ?? marks.add(feature, raisedShapes(feature, page), { "data-raised": "", ...grade, ...(fate && { "data-change": fate }) });
      mark.toggleAttribute("data-touched", feature.id === hover && hover === touched);
      mark.classList.toggle("selected", feature.id === chosen);
      return [feature.id, mark];
    }));
    for (const [id, mark] of raised) if (standing.get(id) !== mark) marks.remove(mark);
    raised = standing;
  };
}

/**
 * The shapes of a mark, in world pixels.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 */
function raisedShapes(feature, { atlas, sheet }) {
  const [scale, { shape, closed }] = [sheet.pixelsPerStep(), feature.layer];
  const spots = parts(feature).map((part) => sheet.gridAll(part).map((steps) => Math.round(steps * scale)));
  if (shape === "points") {
    return spots.flatMap(([x, y]) => shapesOf(feature, "", atlas).map((shape) => {
      shape.setAttribute("transform", `translate(${x} ${y})`);
      return shape;
    }));
  }
  return shapesOf(feature, pathOf(spots, shape === "areas" || closed), atlas);
}
