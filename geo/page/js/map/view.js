// @ts-check
import { element, isOnPaper } from "../dom.js";
import { frameExtent, freeMiddle } from "./framing.js";
import { hearGestures } from "./gestures.js";
import { keepInside, lowestZoom } from "./limits.js";
import { createMotion } from "./motion.js";
import { createMover } from "./mover.js";
import { hearRequests } from "./requests.js";

const ZOOM_STEP = 0.5;

/**
 * The Leaflet map, kept inside a window.
 * @param {HTMLElement} container
 * @param {object} options
 * @param {any} options.crs
 * @param {import("../page.js").Extent} options.area the window
 * @param {number} options.finest metres to the pixel at the highest zoom
 * @param {() => import("../page.js").Padding} options.covered what the panels cover; a sheet is no part of
 *   the view
 * @param {MediaQueryList} options.calm whether the reader asked for less motion
 * @param {(place: import("../page.js").Place) => void} options.moved by the reader
 * @returns {import("../page.js").View}
 */
export function createView(container, { crs, area, finest, covered, calm, moved }) {
  const map = createMap(container, { crs, finest, calm });
  const motion = createMotion(map, calm);
  const { finish } = motion;
  const mover = createMover(map, { arrive: motion.arrive, moved });
  keepInside(map, area, { covered, calm });
  hearGestures(map, mover, { motion, covered });
  hearRequests(map, mover, finish);
  const limit = () => mover.change(() => map.setMinZoom(lowestZoom(map, area, covered())));
  limit();
  map.on("resize", limit);
  const setView = L.Map.prototype.setView.bind(map);
  const middle = L.point((area.xMin + area.xMax) / 2, (area.yMin + area.yMax) / 2);
  setView(crs.projection.unproject(middle), map.getMinZoom());

  return {
    map,
    fit(extent, options) {
      mover.byPage();
      finish();
      frameExtent(map, extent, covered(), options);
    },
    go(place, options) {
      if (mover.isOwn(place)) return;
      mover.byPage();
      finish();
      setView([place.lat, place.lon], place.zoom, options);
    },
    reveal(lon, lat) {
      const edges = covered();
      const [at, size] = [map.latLngToContainerPoint([lat, lon]), map.getSize()];
      if (at.x > edges.left && at.x < size.x - edges.right && at.y > edges.top && at.y < size.y - edges.bottom) return;
      mover.byPage();
      map.panBy(at.subtract(freeMiddle(map, edges)));
    },
    zoomBy(steps) {
      mover.gesture();
      map.zoomIn(steps * map.options.zoomDelta);
    },
    limit() {
      limit();
      map.panBy([0, 0]);
    },
    lend(extent) {
      finish();
      const [centre, zoom] = [map.getCenter(), map.getZoom()];
      map.invalidateSize({ pan: false });
      frameExtent(map, extent, covered(), { animate: false });
      return () => {
        map.invalidateSize({ pan: false });
        setView(centre, zoom, { animate: false });
      };
    },
    keep: mover.keep,
  };
}

/** @param {HTMLElement} container @param {{crs: any, finest: number, calm: MediaQueryList}} options */
function createMap(container, { crs, finest, calm }) {
  const map = L.map(container, {
    crs,
    zoomControl: false,
    zoomSnap: 0,
    zoomDelta: ZOOM_STEP,
    wheelPxPerZoomLevel: 110,
    maxZoom: crs.zoom(1 / finest),
  });
  const follow = () => (map.options.zoomAnimation = map.options.inertia = map._fadeAnimated = !calm.matches);
  calm.addEventListener("change", follow);
  follow();
  map.attributionControl.setPrefix(false);
  // Its room is less, too, where users put a title above it. Leaflet rounds its middle even where nothing has changed.
  new ResizeObserver(() => {
    const { x, y } = map.getSize();
    const isAsItWas = container.clientWidth === x && container.clientHeight === y;
    if (!isAsItWas && !isOnPaper()) map.invalidateSize({ debounceMoveend: true });
  }).observe(container);
  // What is written on the map, and most of what covers it, is as large as the reader's letters.
  const letter = container.appendChild(element("span", { class: "letter" }));
  let isMeasured = false;
  new ResizeObserver(() => {
    if (isMeasured && !isOnPaper()) map.fire("resize", { oldSize: map.getSize(), newSize: map.getSize() });
    isMeasured = true;
  }).observe(letter);
  // Whoever is on a mark is on the map: its keys zoom from there, too.
  container.addEventListener("focusin", () => map.keyboard._onFocus());
  container.addEventListener("focusout", () => map.keyboard._onBlur());
  return map;
}
