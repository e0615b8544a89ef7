// @ts-check
import { attempt } from "../failure.js";

/** @typedef {{left: number, top: number, width: number, height: number, zoom: number}} Paper a box in world pixels of a zoom */
/** @typedef {ReturnType<typeof addCanvas>} Canvas */

/** Whether a renderer has less paper than is seen, and some more around it. @param {any} renderer @param {number} [more] in windows */
export function lacksPaper(renderer, more = 0) {
  const { _map: map, _bounds: bounds } = renderer;
  const [size, spare] = [map.getSize(), map.getSize().multiplyBy(more)];
  const seen = L.bounds(map.containerPointToLayerPoint(spare.multiplyBy(-1)), map.containerPointToLayerPoint(size.add(spare)));
  return !bounds?.contains(seen) || renderer._zoom !== map.getZoom();
}

/**
 * Leaflet would set a renderer off by a part of a pixel, which blurs the lettering.
 * @param {any} kind @param {number} padding @param {(renderer: any) => void} redraw
 */
function inWholePixels(kind, padding, redraw) {
  return {
    options: { padding, pane: "atlas" },
    _reset() {
      this.turn();
    },
    _update() {
      if (lacksPaper(this)) this.turn();
    },
    turn() {
      if (this._map._animatingZoom && this._bounds) return;
      kind.prototype._update.call(this);
      redraw(this);
    },
  };
}

/** What draws groups of SVG. @param {any} map @param {SVGElement[]} groups @param {() => void} redraw */
export function addDrawing(map, groups, redraw) {
  const Drawing = L.SVG.extend({
    ...inWholePixels(L.SVG, 0.5, redraw),
    _initContainer() {
      L.SVG.prototype._initContainer.call(this);
      this._container.classList.add("atlas-sheet");
      this._rootGroup.append(...groups);
    },
  });
  return new Drawing().addTo(map);
}

/** A canvas whose last picture moves with the map until the next is there. @param {any} map */
export function addCanvas(map) {
  /** @type {(() => void)[]} */
  const paints = [];
  /** @type {Paper} */
  let shown = { left: 0, top: 0, width: 0, height: 0, zoom: 0 };
  const follow = () => renderer._updateTransform(map.getCenter(), map.getZoom());
  const Canvas = L.Renderer.extend({
    ...inWholePixels(L.Renderer, 0.25, () => {
      follow();
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
  const renderer = new Canvas();
  renderer.addTo(map);
  return {
    renderer,
    node: /** @type {HTMLCanvasElement} */ (renderer._container),
    /** Runs at once and whenever the canvas is to show another paper. @param {() => void} paint */
    onPaper(paint) {
      paints.push(paint);
      paint();
    },
    /** What it is to show. @returns {Paper} */
    paper() {
      const { x: width, y: height } = renderer._bounds.getSize();
      const { x: left, y: top } = map.getPixelOrigin().add(renderer._bounds.min);
      return { left, top, width, height, zoom: renderer._zoom };
    },
    /** Tell what it shows from now on; until then its last picture moves with the map. @param {Paper} paper */
    turn(paper) {
      shown = paper;
      Object.assign(renderer._container.style, { width: `${paper.width}px`, height: `${paper.height}px` });
      follow();
    },
  };
}
