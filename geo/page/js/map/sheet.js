// @ts-check
import { svg } from "../dom.js";
import { onceOf } from "../data/memory.js";
import { parts } from "../data/read.js";
import { attempt } from "../failure.js";
import { addCanvas, addDrawing } from "./renderers.js";
import { watchRest } from "./rest.js";

/** Metres to a step of the sheet's own grid: whole numbers keep its paths short. */
export const STEP_M = 10;

/** What lies on the sheet, the lowest first: shapes in steps of 10 m, and what keeps its size. */
const WORLD = /** @type {const} */ ([
  "ocean", "land", "areas", "relief", "rivers", "lakes", "graticule", "claimed", "borders", "rings",
]);
/** What is ground enough for a small picture. */
const COPIED = /** @type {const} */ (["land", "areas", "rivers", "lakes", "borders"]);
const PRESSED = ["data-id", "data-layer", "aria-label", "role", "tabindex"];
const PIXELS = /** @type {const} */ (["lines", "places", "names", "events", "own", "degrees"]);

/**
 * What all of the atlas is drawn on: shapes of the world are scaled by a transform and never drawn
 * again; what keeps its size on the screen is drawn anew for each zoom. It is one SVG, or two with a
 * canvas between them, where a layer has too many features for marks.
 * @typedef {object} Sheet
 * @property {HTMLElement} root holds them, the lowest first
 * @property {import("./renderers.js").Canvas | null} canvas
 * @property {(slot: typeof WORLD[number] | typeof PIXELS[number], ...nodes: SVGElement[]) => void} lay
 *   put something where its kind lies, whenever that is drawn
 * @property {(slot: typeof WORLD[number] | typeof PIXELS[number], name: string, children?: SVGElement[]) => SVGElement} layGroup
 *   the same with a group that is seen and not heard
 * @property {() => SVGElement[]} copyGround the ground once more, as a picture that nobody can press
 * @property {(lon: number, lat: number) => [number, number]} grid steps east and south
 * @property {(coordinates: number[]) => number[]} gridAll
 * @property {(feature: import("../data/read.js").Feature) => number[][]} shapeOf its parts, in steps
 * @property {() => number} pixelsPerStep of what is drawn: while the map zooms, that is stretched
 * @property {() => boolean} isStretched whether the map is on its way to another zoom
 * @property {(draw: () => void) => void} onZoom runs at once and at each new zoom
 * @property {(draw: (isPanned: boolean) => void) => void} onRest runs whenever the map has come to rest, and hears whether it was but moved
 */

/**
 * @param {any} map
 * @param {import("./projection.js").Projection} projection
 * @param {boolean} hasField whether there is a canvas
 * @returns {Sheet}
 */
export function createSheet(map, projection, hasField) {
  const slots = Object.fromEntries([...WORLD, ...PIXELS].map((slot) => [slot, svg("g")]));
  const [world, pixels] = [WORLD, PIXELS].map((names) => names.map((slot) => slots[slot]));
  const worldGroup = svg("g", { class: "world" }, world);
  const pixelGroup = svg("g", { class: "pixels" }, pixels);
  /** @type {(() => void)[]} */
  const drawings = [];
  let drawnZoom = NaN;
  const pixelsPerStep = () => map.options.crs.scale(drawnZoom) * STEP_M;

  const redraw = () => {
    const isNew = map.getZoom() !== drawnZoom;
    drawnZoom = map.getZoom();
    const [origin, scale] = [map.getPixelOrigin(), pixelsPerStep()];
    worldGroup.setAttribute("transform", `matrix(${scale} 0 0 ${scale} ${-origin.x} ${-origin.y})`);
    pixelGroup.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
    if (isNew) drawings.forEach(attempt);
  };
  const root = map.createPane("atlas");
  root.style.zIndex = "300";
  const lowest = addDrawing(map, hasField ? [worldGroup] : [worldGroup, pixelGroup], redraw);
  const canvas = hasField ? addCanvas(map) : null;
  const renderers = canvas ? [lowest, canvas.renderer, addDrawing(map, [pixelGroup], redraw)] : [lowest];
  // Leaflet draws anew only when a drag has ended: do not run out of paper before that.
  map.on("move", () => {
    if (map.getZoom() === drawnZoom) renderers.forEach((each) => each._update());
  });
  const rests = watchRest(map, renderers);

  /** @type {Sheet["grid"]} */
  const grid = (lon, lat) => {
    const [x, y] = projection.forward(lon, lat);
    return [Math.round(x / STEP_M), Math.round(-y / STEP_M)];
  };
  /** @type {Sheet["gridAll"]} */
  const gridAll = (coordinates) => {
    const result = new Array(coordinates.length);
    for (let i = 0; i < coordinates.length; i += 2) {
      [result[i], result[i + 1]] = grid(coordinates[i], coordinates[i + 1]);
    }
    return result;
  };
  return {
    root,
    canvas,
    lay: (slot, ...nodes) => slots[slot].append(...nodes),
    layGroup: (slot, name, children) => slots[slot].appendChild(svg("g", { class: name, "aria-hidden": "true" }, children)),
    copyGround: () => COPIED.map((slot) => {
      const copy = /** @type {SVGElement} */ (slots[slot].cloneNode(true));
      for (const node of copy.querySelectorAll("[data-id]")) {
        PRESSED.forEach((name) => node.removeAttribute(name));
        node.classList.remove("mark");
      }
      return copy;
    }),
    grid,
    gridAll,
    shapeOf: onceOf((feature) => parts(feature).map(gridAll)),
    pixelsPerStep,
    isStretched: () => map.getZoom() !== drawnZoom,
    onZoom(draw) {
      drawings.push(draw);
      draw();
    },
    onRest: (draw) => void rests.push(draw),
  };
}

/** Numbers of a piece, two to a corner. */
const PIECE = 400;

/**
 * Lines as paths of a few corners each: of a long path all is traced for each tile of the picture that shows some of it.
 * @param {number[][]} lines flat lists x, y, x, y in whole steps
 * @param {boolean} [closed]
 */
export function piecesOf(lines, closed = false) {
  /** @type {number[][][]} */
  const pieces = [];
  let room = 0;
  for (const line of lines) {
    const course = closed ? line.concat(line.slice(0, 2)) : line;
    for (let start = 0; start + 2 < course.length; start += PIECE) {
      const part = course.slice(start, start + PIECE + 2);
      if (room < part.length) {
        pieces.push([]);
        room = PIECE + 2;
      }
      room -= part.length;
      pieces[pieces.length - 1].push(part);
    }
  }
  return pieces.map((piece) => pathOf(piece));
}

/**
 * A path through whole steps.
 * @param {number[][]} lines flat lists x, y, x, y
 * @param {boolean} [closed]
 */
export function pathOf(lines, closed = false) {
  return lines.filter(({ length }) => length > 2).map((line) => `M${line.join(" ")}${closed ? "z" : ""}`).join("");
}
