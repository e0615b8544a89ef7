// @ts-check
import { clamp } from "./framing.js";

/**
 * Keep a map inside its window, however it is moved. Leaflet limits a view by latitude and longitude,
 * which are no straight lines here.
 * @param {any} map
 * @param {import("../page.js").Extent} window
 * @param {{covered: () => import("../page.js").Padding, calm: MediaQueryList}} around
 */
export function keepInside(map, { xMin, yMin, xMax, yMax }, { covered, calm }) {
  const { crs } = map.options;
  const half = () => map.getSize().divideBy(2);
  /** @param {any} point centre in world pixels @param {number} [zoom] */
  const inWindow = (point, zoom = map.getZoom(), { sheet } = covered()) => {
    const [scale, { x, y }] = [crs.scale(zoom), half()];
    return L.point(clamp(x, xMin * scale - sheet.left, xMax * scale + sheet.right, point.x), clamp(y, -yMax * scale, -yMin * scale + sheet.bottom, point.y));
  };
  map._limitCenter = (centre, zoom) => {
    const point = map.project(centre, zoom);
    const inside = inWindow(point, zoom);
    return inside.distanceTo(point) < 0.5 ? centre : map.unproject(inside, zoom);
  };
  map.panBy = (offset, options) => {
    const [from, by] = [map._getTopLeftPoint().add(half()), L.point(offset)];
    const how = calm.matches ? { ...options, animate: false } : options;
    return L.Map.prototype.panBy.call(map, inWindow(from.add(by)).subtract(from).round(), how);
  };
  let padding = covered(); // measured once for each drag, not for each of its frames
  map.dragging._draggable.on("dragstart", () => {
    padding = covered();
  });
  map.dragging._draggable.on("predrag", ({ target: drag }) => {
    const middle = map.getPixelOrigin().add(half());
    // In whole pixels, or the lettering blurs where the window ends between two.
    drag._newPos = middle.subtract(inWindow(middle.subtract(drag._newPos), map.getZoom(), padding)).round();
  });
}

/** The zoom at which a map fills no more than its window. @param {any} map @param {import("../page.js").Extent} window @param {import("../page.js").Padding} covered */
export function lowestZoom(map, { xMin, yMin, xMax, yMax }, { sheet }) {
  const { x, y } = map.getSize();
  return Math.min(map.options.crs.zoom(Math.max((x - sheet.left - sheet.right) / (xMax - xMin), (y - sheet.bottom) / (yMax - yMin))), map.getMaxZoom());
}
