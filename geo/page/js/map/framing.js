// @ts-check
/** @typedef {import("../page.js").Extent} Extent */
/** @typedef {Omit<import("../page.js").Padding, "sheet">} Edges */

/**
 * A value that keeps so far from both ends of a range, in its middle where that has no room.
 * @param {number} half @param {number} from @param {number} to @param {number} value
 */
export function clamp(half, from, to, value) {
  const [least, most] = [from + half, to - half];
  return least > most ? (least + most) / 2 : Math.max(least, Math.min(most, value));
}

/**
 * Show an extent in what panels leave of a map.
 * @param {any} map
 * @param {Extent} extent
 * @param {Edges} padding
 * @param {any} [options] as for Leaflet's fitBounds, and `first`, an extent to be seen where the whole has no room
 */
export function frameExtent(map, extent, { left, top, right, bottom }, options = {}) {
  const { crs } = map.options;
  const { first = extent } = options;
  const { x, y } = map.getSize();
  const [width, height] = [x - left - right, y - top - bottom];
  const wide = Math.max(1, width) / (extent.xMax - extent.xMin || 1);
  const high = Math.max(1, height) / (extent.yMax - extent.yMin || 1);
  const closest = Math.min(crs.zoom(Math.min(wide, high)), options.maxZoom ?? map.getMaxZoom());
  const zoom = Math.max(map.getMinZoom(), closest);
  const metres = 1 / crs.scale(zoom);
  /** The middle of the whole, but so that what is first is seen. @param {string} axis @param {number} half */
  const middle = (axis, half) => {
    const [least, most] = [`${axis}Min`, `${axis}Max`];
    return clamp(-half, first[most], first[least], (extent[least] + extent[most]) / 2);
  };
  const centre = L.point(
    middle("x", (width / 2) * metres) + ((right - left) / 2) * metres,
    middle("y", (height / 2) * metres) - ((bottom - top) / 2) * metres,
  );
  L.Map.prototype.setView.call(map, crs.projection.unproject(centre), zoom, options);
}

/** The middle of what panels leave of a map, in pixels. @param {any} map @param {Edges} padding */
export function freeMiddle(map, { left, top, right, bottom }) {
  const { x, y } = map.getSize();
  return L.point((left + x - right) / 2, (top + y - bottom) / 2);
}
