// @ts-check
import { svg } from "./dom.js";
import { position } from "./data.js";
import { geodesicCircle } from "./projection.js";
import { isShown } from "./filter.js";
import { createMarks, showMarks } from "./marks.js";
import { pathOf, STEP_M } from "./sheet.js";

const DIAMOND = "M0-6.5L6.5 0 0 6.5-6.5 0z";
const NEAR_PX = 11;
const STACK_PX = 10;
const LIFT_PX = 4;
const SMALLEST_RING_PX = 9;

/**
 * The diamond of a series; hollow where we are not sure.
 * @param {string} series
 * @param {string} confidence
 * @returns {SVGElement}
 */
export function diamond(series, confidence) {
  const sure = confidence === "low" ? "hollow" : "full";
  return svg("path", { d: DIAMOND, class: `diamond ${series} ${sure}` });
}

/**
 * Editions, and beneath them the circle on the ground within which each was held.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @param {() => {spot: number[]}[]} places the signs that stand now, not to be covered
 * @returns {() => number[][]} where the diamonds stand now, in world pixels
 */
export function drawExercises(sheet, atlas, texts, state, places) {
  const features = atlas.layers.exercises ?? [];
  const rings = svg("g", { class: "rings", "aria-hidden": "true" });
  const stems = svg("path", { class: "stems", "aria-hidden": "true" });
  const marks = createMarks("exercises", texts.say("layer.exercises"));
  const drawn = features.map((feature) => {
    const { series, confidence, precision_m: metres } = feature.is;
    const [lon, lat] = position(feature);
    const circle = geodesicCircle(lon, lat, metres).flatMap(([l, p]) => sheet.grid(l, p));
    const ring = svg("path", { class: `ring ${series}`, d: pathOf([circle], true) });
    rings.append(ring);
    const mark = marks.add(feature, texts.label(feature), [
      svg("circle", { class: "hit", r: 9 }),
      diamond(series, confidence),
    ]);
    return { feature, ring, mark, at: sheet.grid(lon, lat), metres, spot: [0, 0] };
  });
  sheet.world.append(rings);
  sheet.pixels.append(stems, marks.node);

  const draw = () => {
    const scale = sheet.pixelsPerStep();
    const shown = drawn.filter(({ feature }) => isShown(feature, state.get()));
    const lines = [];
    const taken = places().map(({ spot }) => spot);
    for (const { x, y, items } of stacked(shown, scale)) {
      const spots = freeColumn(x, y, items.length, taken);
      taken.push(...spots);
      const top = spots[spots.length - 1][1];
      items.forEach((item, i) => {
        item.spot = spots[i];
        item.mark.setAttribute("transform", `translate(${x.toFixed(1)} ${item.spot[1].toFixed(1)})`);
      });
      if (top < y) lines.push(`M${x.toFixed(1)} ${y.toFixed(1)}V${top.toFixed(1)}`);
    }
    stems.setAttribute("d", lines.join(""));
    const on = new Set(shown.map(({ mark }) => mark));
    showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
    for (const { ring, mark, metres } of drawn) {
      const wide = (metres * scale) / STEP_M >= SMALLEST_RING_PX;
      ring.toggleAttribute("data-off", !wide || !on.has(mark));
    }
  };
  sheet.onZoom(draw);
  state.on("hidden", draw);
  return () => drawn.filter(({ mark }) => !mark.hasAttribute("data-off")).map(({ spot }) => spot);
}

/**
 * Put editions that would cover each other on one stack, so that each can be reached.
 * @template {{at: [number, number]}} Item
 * @param {Item[]} items
 * @param {number} scale
 */
function stacked(items, scale) {
  /** @type {{x: number, y: number, items: Item[]}[]} */
  const stacks = [];
  for (const item of items) {
    const [x, y] = [item.at[0] * scale, item.at[1] * scale];
    const near = stacks.find((stack) => Math.hypot(stack.x - x, stack.y - y) < NEAR_PX);
    if (near) near.items.push(item);
    else stacks.push({ x, y, items: [item] });
  }
  return stacks;
}

/**
 * Spots above each other, lifted until they cover none that is taken.
 * @param {number} x
 * @param {number} y
 * @param {number} count
 * @param {number[][]} taken
 * @returns {number[][]} the lowest first
 */
function freeColumn(x, y, count, taken) {
  for (let lift = 0; ; lift += LIFT_PX) {
    const spots = Array.from({ length: count }, (_, i) => [x, y - lift - i * STACK_PX]);
    const covers = spots.some((a) => taken.some((b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < NEAR_PX));
    if (!covers) return spots;
  }
}
