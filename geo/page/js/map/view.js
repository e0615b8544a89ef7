// @ts-check
import { isPlainKey } from "../dom.js";
import { createMotion } from "./motion.js";
import { projectedBox } from "./window.js";

const ZOOM_STEP = 0.5;
/** What the keyboard moves the map with. */
const KEYS = /^(Arrow(Left|Right|Up|Down)|[-+=_])$/;

/** @typedef {{lon: number, lat: number, zoom: number}} Place */
/** @typedef {{xMin: number, yMin: number, xMax: number, yMax: number}} Box projected metres */
/**
 * @typedef {object} Room pixels at the edges of the map that panels cover
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 * @property {number} sheet height of a sheet that lies over the bottom
 */
/**
 * @typedef {object} View
 * @property {any} map the Leaflet map
 * @property {(box: Box, options?: any) => void} fit a box into what the panels leave free; options
 *   as for Leaflet's fitBounds, and `first`, a box to be seen where the whole has no room
 * @property {(place: Place, options?: any) => void} go options as for Leaflet's setView
 * @property {(lon: number, lat: number) => void} reveal pan until a position is seen
 * @property {(steps: number) => void} zoomBy as the reader asks
 * @property {() => void} limit keep to the window after the panels have changed
 * @property {(box: Box) => () => void} lend show a box in a map of another size for a while, as on
 *   paper; gives what takes the map back
 * @property {() => boolean} keep show again what an element of the user asked for last; false if
 *   the page or the reader went on since
 */

/**
 * The Leaflet map, kept inside a window. Only what the reader does to it is told to `moved`: what
 * the page does, and what follows from the size of the window, is not.
 * @param {HTMLElement} container
 * @param {object} options
 * @param {any} options.crs
 * @param {Box} options.area the window
 * @param {number} options.finest metres to the pixel at the highest zoom
 * @param {() => Room} options.covered what the panels cover; a sheet at the bottom is no part of
 *   the view
 * @param {MediaQueryList} options.calm whether the reader asked for less motion
 * @param {(place: Place) => void} options.moved
 * @returns {View}
 */
export function createView(container, { crs, area, finest, covered, calm, moved }) {
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
  // Whoever is on a mark is on the map: its keys zoom from there, too.
  container.addEventListener("focusin", () => map.keyboard._onFocus());
  container.addEventListener("focusout", () => map.keyboard._onBlur());
  const { finish, arrive, isZooming } = createMotion(map, calm);

  /** @param {number} half @param {number} from @param {number} to @param {number} value */
  const clamp = (half, from, to, value) => {
    const [least, most] = [from + half, to - half];
    return least > most ? (least + most) / 2 : Math.max(least, Math.min(most, value));
  };

  /** @param {any} point centre in world pixels @param {number} [zoom] */
  const inWindow = (point, zoom = map.getZoom(), { sheet } = covered()) => {
    const [scale, half] = [crs.scale(zoom), map.getSize().divideBy(2)];
    return L.point(
      clamp(half.x, area.xMin * scale, area.xMax * scale, point.x),
      clamp(half.y, -area.yMax * scale, -area.yMin * scale + sheet, point.y),
    );
  };
  const centrePixel = () => map._getTopLeftPoint().add(map.getSize().divideBy(2));

  // Leaflet limits a view by latitude and longitude, which are no straight lines here.
  map._limitCenter = (centre, zoom) => {
    const point = map.project(centre, zoom);
    const inside = inWindow(point, zoom);
    return inside.distanceTo(point) < 0.5 ? centre : map.unproject(inside, zoom);
  };
  map.panBy = (offset, options) => {
    const [from, by] = [centrePixel(), L.point(offset)];
    const how = calm.matches ? { ...options, animate: false } : options;
    return L.Map.prototype.panBy.call(map, inWindow(from.add(by)).subtract(from).round(), how);
  };

  let byReader = false;
  /** @type {Place | null} where the reader went last, until the page moves the map */
  let own = null;
  /** @type {(() => void) | null} what an element of the user asked for, until others move the map */
  let asked = null;
  const byPage = () => {
    byReader = false;
    own = null;
    asked = null;
    map.off("moveend", turnWheel);
  };
  const gesture = () => {
    asked = null;
    arrive();
    byReader = true;
  };
  let room = covered(); // measured once for each drag, not for each of its frames
  map.dragging._draggable.on("dragstart", () => {
    room = covered();
  });
  map.dragging._draggable.on("predrag", (event) => {
    byReader = true;
    const drag = event.target;
    const half = map.getSize().divideBy(2);
    const centre = map.getPixelOrigin().subtract(drag._newPos).add(half);
    // In whole pixels, or the lettering blurs where the window ends between two.
    drag._newPos = map.getPixelOrigin().add(half).subtract(inWindow(centre, map.getZoom(), room)).round();
  });
  // The wheel and the double click end here.
  map.setZoomAround = (at, zoom, options) => {
    const steps = zoom - map.getZoom();
    gesture();
    return L.Map.prototype.setZoomAround.call(map, at, map._limitZoom(map.getZoom() + steps), options);
  };
  /** The middle of what panels leave of the map, in its window. */
  const freeMiddle = () => {
    const { left, right, top, bottom } = covered();
    const { x, y } = map.getSize();
    return L.point((left + x - right) / 2, (top + y - bottom) / 2);
  };
  // Keys and buttons end here, and what a reader looks at stays in sight.
  map.setZoom = (zoom, options) =>
    byReader
      ? L.Map.prototype.setZoomAround.call(map, freeMiddle(), map._limitZoom(zoom), options)
      : L.Map.prototype.setZoom.call(map, zoom, options);
  const { scrollWheelZoom: wheel } = map;
  const { _performZoom: zoomByWheel } = wheel;
  /** The wheel turns on while the map follows it: what it asks for meanwhile comes after that, at once. */
  const turnWheel = () => {
    if (byReader && map._animatingZoom) map.off("moveend", turnWheel).once("moveend", turnWheel);
    else zoomByWheel.call(wheel);
  };
  wheel._performZoom = turnWheel;
  // Leaflet would ignore a drag that begins within a zoom; a glide it ends itself, where one finger catches the map.
  container.addEventListener("pointerdown", ({ isPrimary }) => (isZooming() || !isPrimary) && arrive(), { capture: true });
  map.on("zoom", ({ pinch }) => {
    if (pinch) byReader = true;
  });
  map.on("keydown", ({ originalEvent }) => {
    if (!isPlainKey(originalEvent) || !KEYS.test(originalEvent.key)) return;
    // A key that is held down leads on as fast as the map goes.
    if (originalEvent.repeat) byReader = true;
    else gesture();
  });
  map.on("moveend", () => {
    if (!byReader) return;
    byReader = false;
    const { lng, lat } = map.getCenter();
    own = { lon: lng, lat, zoom: map.getZoom() };
    moved(own);
  });

  for (const name of ["setView", "flyTo"]) {
    map[name] = (...where) => {
      asked ??= () => {};
      return L.Map.prototype[name].apply(map, where);
    };
  }
  const setView = L.Map.prototype.setView.bind(map);

  const limitZoom = () => {
    const [size, before] = [map.getSize(), asked];
    const wide = size.x / (area.xMax - area.xMin);
    const high = (size.y - covered().sheet) / (area.yMax - area.yMin);
    byPage();
    map.setMinZoom(Math.min(crs.zoom(Math.max(wide, high)), map.getMaxZoom()));
    asked = before;
  };
  limitZoom();
  map.on("resize", limitZoom);
  const middle = L.point((area.xMin + area.xMax) / 2, (area.yMin + area.yMax) / 2);
  setView(crs.projection.unproject(middle), map.getMinZoom());

  /** @param {Box} box @param {Room} room @param {any} [options] as for Leaflet's setView */
  const around = (box, room, options = {}) => {
    const size = map.getSize();
    const wide = Math.max(1, size.x - room.left - room.right) / (box.xMax - box.xMin || 1);
    const high = Math.max(1, size.y - room.top - room.bottom) / (box.yMax - box.yMin || 1);
    const closest = Math.min(crs.zoom(Math.min(wide, high)), options.maxZoom ?? map.getMaxZoom());
    const zoom = Math.max(map.getMinZoom(), closest);
    const metres = 1 / crs.scale(zoom);
    const { first = box } = options;
    /** The middle of the whole, but so that what is first is seen. @param {string} axis @param {number} half */
    const middle = (axis, half) => {
      const [least, most] = [`${axis}Min`, `${axis}Max`];
      return clamp(-half, first[most], first[least], (box[least] + box[most]) / 2);
    };
    const x = middle("x", ((size.x - room.left - room.right) / 2) * metres) + ((room.right - room.left) / 2) * metres;
    const y = middle("y", ((size.y - room.top - room.bottom) / 2) * metres) - ((room.bottom - room.top) / 2) * metres;
    setView(crs.projection.unproject(L.point(x, y)), zoom, options);
  };
  map.fitBounds = (bounds, options = {}) => {
    const isBox = map.boxZoom.moved();
    if (isBox) gesture();
    else byPage();
    finish();
    const [start, end] = [options.paddingTopLeft, options.paddingBottomRight].map((padding) =>
      L.point(padding ?? options.padding ?? [0, 0]),
    );
    const edges = { left: start.x, top: start.y, right: end.x, bottom: end.y, sheet: 0 };
    const box = projectedBox(crs, L.latLngBounds(bounds));
    around(box, edges, options);
    if (!isBox) asked = () => around(box, edges, { ...options, animate: false });
    return map;
  };

  return {
    map,
    fit(box, options) {
      byPage();
      finish();
      around(box, covered(), options);
    },
    go(place, options) {
      if (place === own) return;
      byPage();
      finish();
      setView([place.lat, place.lon], place.zoom, options);
    },
    reveal(lon, lat) {
      const edges = covered();
      const [at, size] = [map.latLngToContainerPoint([lat, lon]), map.getSize()];
      if (at.x > edges.left && at.x < size.x - edges.right && at.y > edges.top && at.y < size.y - edges.bottom) return;
      byPage();
      map.panBy(at.subtract(freeMiddle()));
    },
    zoomBy(steps) {
      gesture();
      map.zoomIn(steps * map.options.zoomDelta);
    },
    limit() {
      limitZoom();
      map.panBy([0, 0]);
    },
    lend(box) {
      finish();
      const [centre, zoom] = [map.getCenter(), map.getZoom()];
      map.invalidateSize({ pan: false });
      around(box, covered(), { animate: false });
      return () => {
        map.invalidateSize({ pan: false });
        setView(centre, zoom, { animate: false });
      };
    },
    keep() {
      asked?.();
      return Boolean(asked);
    },
  };
}
