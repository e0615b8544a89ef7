// @ts-check
import { element } from "../dom.js";

const ZOOM_STEP = 0.5;
/** How far a view may be off and still be the one that the page chose. */
const CHOSEN_PX = 2;

/**
 * @typedef {object} View
 * @property {any} map the Leaflet map
 * @property {(box: Box, room: Room, options?: any) => void} fit the page's own choice of a view
 * @property {(box: Box, room: Room, options?: any) => void} show a box that the reader asked for
 * @property {(view: {lon: number, lat: number, zoom: number}) => void} go
 * @property {(lon: number, lat: number, room: Room) => void} reveal pan until a position is seen
 */
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
 * The Leaflet map, kept inside a window.
 * @param {HTMLElement} container
 * @param {any} crs
 * @param {Box} area the window
 * @param {number} finest metres to the pixel at the highest zoom
 * @param {import("../state/store.js").State} state
 * @param {() => Room} covered what the panels cover; a sheet at the bottom is no part of the view
 * @param {boolean} calm whether the reader asked for less motion
 * @returns {View}
 */
export function createView(container, crs, area, finest, state, covered, calm) {
  const map = L.map(container, {
    crs,
    zoomControl: false,
    zoomSnap: 0,
    zoomDelta: ZOOM_STEP,
    wheelPxPerZoomLevel: 110,
    maxZoom: crs.zoom(1 / finest),
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    inertia: !calm,
  });
  map.attributionControl.setPrefix(false);

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
    const how = calm ? { ...options, animate: false } : options;
    return L.Map.prototype.panBy.call(map, inWindow(from.add(by)).subtract(from).round(), how);
  };
  let room = covered(); // measured once for each drag, not for each of its frames
  map.dragging._draggable.on("dragstart", () => {
    room = covered();
  });
  map.dragging._draggable.on("predrag", (event) => {
    const drag = event.target;
    const half = map.getSize().divideBy(2);
    const centre = map.getPixelOrigin().subtract(drag._newPos).add(half);
    drag._newPos = map.getPixelOrigin().add(half).subtract(inWindow(centre, map.getZoom(), room));
  });

  const limitZoom = () => {
    const size = map.getSize();
    const wide = size.x / (area.xMax - area.xMin);
    const high = (size.y - covered().sheet) / (area.yMax - area.yMin);
    map.setMinZoom(Math.min(crs.zoom(Math.max(wide, high)), map.getMaxZoom()));
  };
  limitZoom();
  map.on("resize", limitZoom);

  /** @type {{point: any, zoom: number} | null} where the page itself went last */
  let chosen = null;
  const isChosen = () => {
    const same = chosen && Math.abs(chosen.zoom - map.getZoom()) < 0.01;
    return same && centrePixel().distanceTo(chosen?.point) < CHOSEN_PX;
  };
  /** @param {Box} box @param {Room} room @param {number} [closest] zoom */
  const around = (box, room, closest = map.getMaxZoom()) => {
    const size = map.getSize();
    const wide = Math.max(1, size.x - room.left - room.right) / (box.xMax - box.xMin || 1);
    const high = Math.max(1, size.y - room.top - room.bottom) / (box.yMax - box.yMin || 1);
    const zoom = Math.max(map.getMinZoom(), Math.min(crs.zoom(Math.min(wide, high)), closest));
    const metres = 1 / crs.scale(zoom);
    const x = (box.xMin + box.xMax) / 2 + ((room.right - room.left) / 2) * metres;
    const y = (box.yMin + box.yMax) / 2 - ((room.bottom - room.top) / 2) * metres;
    return { centre: crs.projection.unproject(L.point(x, y)), zoom };
  };
  /** @param {Box} box @param {Room} room @param {any} [options] as for Leaflet's fitBounds */
  const fit = (box, room, options = {}) => {
    const { centre, zoom } = around(box, room, options.maxZoom);
    chosen = { point: inWindow(map.project(centre, zoom), zoom), zoom };
    map.setView(centre, zoom, options);
  };
  map.fitBounds = (bounds, options = {}) => {
    const [start, end] = [options.paddingTopLeft, options.paddingBottomRight].map((padding) =>
      L.point(padding ?? options.padding ?? [0, 0]),
    );
    const room = { left: start.x, top: start.y, right: end.x, bottom: end.y, sheet: 0 };
    fit(projectedBox(crs, L.latLngBounds(bounds)), room, options);
    return map;
  };

  state.on("panel", () => {
    limitZoom();
    map.panBy([0, 0]);
  });
  map.on("moveend", () => {
    if (isChosen()) return state.set({ view: null });
    const { lng, lat } = map.unproject(centrePixel());
    return state.set({ view: { lon: lng, lat, zoom: map.getZoom() } });
  });

  return {
    map,
    fit,
    show(box, room, options = {}) {
      const { centre, zoom } = around(box, room, options.maxZoom);
      chosen = null;
      map.setView(centre, zoom, options);
    },
    go({ lon, lat, zoom }) {
      const isThere = () => map.project([lat, lon], zoom).distanceTo(centrePixel()) < CHOSEN_PX;
      if (!map._loaded || zoom !== map.getZoom() || !isThere()) map.setView([lat, lon], zoom);
    },
    reveal(lon, lat, room) {
      const [at, size] = [map.latLngToContainerPoint([lat, lon]), map.getSize()];
      const right = size.x - room.right;
      const bottom = size.y - room.bottom;
      if (at.x > room.left && at.x < right && at.y > room.top && at.y < bottom) return;
      map.panBy([at.x - (room.left + right) / 2, at.y - (room.top + bottom) / 2]);
    },
  };
}

/**
 * The box in metres around a box in degrees: its edges may be curves.
 * @param {any} crs
 * @param {any} bounds
 * @returns {Box}
 */
export function projectedBox(crs, bounds) {
  const [south, west, north, east] = [
    bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast(),
  ];
  const steps = Array.from({ length: 11 }, (_, i) => i / 10);
  const points = steps.flatMap((s) =>
    steps.map((t) =>
      crs.projection.project(L.latLng(south + (north - south) * s, west + (east - west) * t)),
    ),
  );
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  return {
    xMin: Math.min(...xs), xMax: Math.max(...xs), yMin: Math.min(...ys), yMax: Math.max(...ys),
  };
}

/**
 * The two zoom buttons.
 * @param {HTMLElement} container
 * @param {any} map
 */
export function addZoomButtons(container, map) {
  for (const [sign, key, step] of [["+", "zoom.in", 1], ["−", "zoom.out", -1]]) {
    const button = element("button", { type: "button", "data-name": key }, [String(sign)]);
    button.addEventListener("click", () => map.zoomIn(Number(step) * map.options.zoomDelta));
    container.append(button);
  }
}
