// @ts-check
import { svg } from "../dom.js";
import { parts } from "../data/read.js";
import { attempt } from "../failure.js";

/** Metres to a step of the sheet's own grid: whole numbers keep its paths short. */
export const STEP_M = 10;

/** What lies on the sheet, the lowest first: shapes in steps of 10 m, and what keeps its size. */
const WORLD = /** @type {const} */ ([
  "ocean", "land", "areas", "relief", "rivers", "lakes", "graticule", "claimed", "borders", "rings",
]);
/** What is ground enough for a small picture. */
const COPIED = /** @type {const} */ (["land", "areas", "rivers", "lakes", "borders"]);
const PRESSED = ["data-id", "data-layer", "aria-label", "role", "tabindex"];
const PIXELS = /** @type {const} */ (["lines", "places", "names", "events", "degrees"]);

/** @typedef {{left: number, top: number, width: number, height: number, zoom: number}} Paper a box in world pixels of a zoom */

/**
 * What all of the atlas is drawn on: shapes of the world are scaled by a transform and never drawn
 * again; what keeps its size on the screen is drawn anew for each zoom. It is one SVG, or two with a
 * canvas between them, where a layer has too many features for marks.
 * @typedef {object} Sheet
 * @property {HTMLElement} root holds them, the lowest first
 * @property {HTMLCanvasElement} [canvas]
 * @property {(paint: () => void) => void} onPaper runs at once and whenever the canvas is to show another paper
 * @property {() => Paper} paper what the canvas is to show
 * @property {(paper: Paper) => void} turn tells what it shows from now on; until then its last picture moves with the map
 * @property {(slot: typeof WORLD[number] | typeof PIXELS[number], ...nodes: SVGElement[]) => void} lay
 *   put something where its kind lies, whenever that is drawn
 * @property {() => SVGElement[]} copyGround the ground once more, as a picture that nobody can press
 * @property {(lon: number, lat: number) => [number, number]} grid steps east and south
 * @property {(coordinates: number[]) => number[]} gridAll
 * @property {(feature: import("../data/read.js").Feature) => number[][]} shapeOf its parts, in steps
 * @property {() => number} pixelsPerStep of what is drawn: while the map zooms, that is stretched
 * @property {() => boolean} isStretched whether the map is on its way to another zoom
 * @property {(draw: () => void) => void} onZoom runs at once and at each new zoom
 * @property {(draw: () => void) => void} onRest runs whenever the map has come to rest; where it was but moved, once it
 *   is seen there: the frame in which it is let go has enough to do
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

  /** Whether a renderer has less paper than is seen, and some more around it. @param {any} renderer @param {number} [more] in windows */
  const lacks = (renderer, more = 0) => {
    const [size, spare] = [map.getSize(), map.getSize().multiplyBy(more)];
    const seen = L.bounds(map.containerPointToLayerPoint(spare.multiplyBy(-1)), map.containerPointToLayerPoint(size.add(spare)));
    return !renderer._bounds?.contains(seen) || renderer._zoom !== map.getZoom();
  };

  // Leaflet would set a renderer off by a part of a pixel, which blurs the lettering.
  const manner = (/** @type {any} */ kind, /** @type {number} */ padding, /** @type {(renderer: any) => void} */ redraw) => ({
    options: { padding, pane: "atlas" },
    _reset() {
      this.turn();
    },
    _update() {
      if (lacks(this)) this.turn();
    },
    turn() {
      if (map._animatingZoom && this._bounds) return;
      kind.prototype._update.call(this);
      redraw(this);
    },
  });
  const Drawing = L.SVG.extend({
    ...manner(L.SVG, 0.5, () => {
      const isNew = map.getZoom() !== drawnZoom;
      drawnZoom = map.getZoom();
      const [origin, scale] = [map.getPixelOrigin(), pixelsPerStep()];
      worldGroup.setAttribute("transform", `matrix(${scale} 0 0 ${scale} ${-origin.x} ${-origin.y})`);
      pixelGroup.setAttribute("transform", `translate(${-origin.x} ${-origin.y})`);
      if (isNew) drawings.forEach(attempt);
    }),
    initialize(/** @type {SVGElement[]} */ groups) {
      L.SVG.prototype.initialize.call(this);
      this.groups = groups;
    },
    _initContainer() {
      L.SVG.prototype._initContainer.call(this);
      this._container.classList.add("atlas-sheet");
      this._rootGroup.append(...this.groups);
    },
  });
  /** @type {(() => void)[]} */
  const paints = [];
  /** @type {Paper} */
  let shown = { left: 0, top: 0, width: 0, height: 0, zoom: 0 };
  const Canvas = L.Renderer.extend({
    ...manner(L.Renderer, 0.25, (renderer) => {
      renderer._updateTransform(map.getCenter(), map.getZoom());
      paints.forEach(attempt);
    }),
    _initContainer() {
      this._container = document.createElement("canvas");
    },
    _updateTransform(/** @type {any} */ centre, /** @type {number} */ zoom) {
      const stretch = map.getZoomScale(zoom, shown.zoom);
      const corner = L.point(shown.left, shown.top).multiplyBy(stretch);
      L.DomUtil.setTransform(this._container, corner.subtract(map._getNewPixelOrigin(centre, zoom)), stretch);
    },
  });
  const root = map.createPane("atlas");
  root.style.zIndex = "300";
  const canvas = hasField && new Canvas();
  const renderers = (canvas ? [new Drawing([worldGroup]), canvas, new Drawing([pixelGroup])] : [new Drawing([worldGroup, pixelGroup])]).map((each) => each.addTo(map));
  // Leaflet draws anew only when a drag has ended: do not run out of paper before that.
  map.on("move", () => {
    if (map.getZoom() === drawnZoom) renderers.forEach((each) => each._update());
  });

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
  /** @type {(() => void)[]} */
  const rests = [];
  let [frame, rest, restZoom] = [0, 0, NaN];
  /** @param {() => void} act once what is there now is seen */
  const later = (act) => {
    frame = requestAnimationFrame(() => {
      rest = setTimeout(act);
    });
  };
  /** @param {(() => void)[]} acts each in a task of its own, between which a reader may go on @param {() => void} then */
  const inTurn = ([first, ...others], then) => {
    if (!first) return then();
    attempt(first);
    rest = setTimeout(() => inTurn(others, then));
  };
  map.on("movestart moveend", () => {
    cancelAnimationFrame(frame);
    clearTimeout(rest);
  });
  map.on("moveend", () => {
    const isPanned = map.getZoom() === restZoom;
    restZoom = map.getZoom();
    if (!isPanned || document.documentElement.classList.contains("paper")) return rests.forEach(attempt);
    later(() => inTurn(rests, () => {
      later(() => renderers.filter((each) => lacks(each, each.options.padding / 2)).forEach((each) => each.turn()));
    }));
  });
  /** @type {WeakMap<import("../data/read.js").Feature, number[][]>} */
  const shapes = new WeakMap();
  return {
    root,
    canvas: canvas._container,
    onPaper(paint) {
      paints.push(paint);
      paint();
    },
    paper() {
      const { x: width, y: height } = canvas._bounds.getSize();
      const { x: left, y: top } = map.getPixelOrigin().add(canvas._bounds.min);
      return { left, top, width, height, zoom: canvas._zoom };
    },
    turn(paper) {
      shown = paper;
      Object.assign(canvas._container.style, { width: `${paper.width}px`, height: `${paper.height}px` });
      canvas._updateTransform(map.getCenter(), map.getZoom());
    },
    lay: (slot, ...nodes) => slots[slot].append(...nodes),
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
    shapeOf: (feature) => {
      const shape = shapes.get(feature) ?? parts(feature).map(gridAll);
      shapes.set(feature, shape);
      return shape;
    },
    pixelsPerStep,
    isStretched: () => map.getZoom() !== drawnZoom,
    onZoom(draw) {
      drawings.push(draw);
      draw();
    },
    onRest: (draw) => void rests.push(draw),
  };
}

/**
 * A path through whole steps.
 * @param {number[][]} lines flat lists x, y, x, y
 * @param {boolean} [closed]
 */
export function pathOf(lines, closed = false) {
  return lines.filter(({ length }) => length > 2).map((line) => `M${line.join(" ")}${closed ? "z" : ""}`).join("");
}
