// @ts-check
/** @typedef {import("../page.js").Extent} Extent */

/**
 * The box in metres around a box in degrees: its edges may be curves.
 * @param {any} crs
 * @param {any} bounds
 * @returns {Extent}
 */
export function projectedExtent(crs, bounds) {
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
 * What the ground, or what the tiles, fill of the plane.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {any} crs
 * @returns {Extent}
 */
export function windowOf({ tiles, view }, crs) {
  const { window_m: reach, tiles_window: tiled } = view;
  return tiles
    ? projectedExtent(crs, L.latLngBounds(tiled))
    : { xMin: -reach.x, xMax: reach.x, yMin: -reach.y, yMax: reach.y };
}
