// @ts-check
import { KINDS } from "../data/change.js";
import { planeOf, touches } from "../data/plane.js";
import { createLooks, drawStroke } from "./looks.js";

/** How near a pointer touches a line. */
const NEAR_LINE_PX = 6;
/** Corners nearer than this to the last one are passed over. */
const FINE_PX = 1;
/** So many are drawn at once: a path of all of them would take longer. */
const TOGETHER = 20;

/**
 * Lines or areas on a canvas.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {import("./field.js").Field}
 */
export function createTraces(layer, page) {
  const { filter, projection, crs, view: { map } } = page;
  const plane = planeOf(layer.features, projection);
  const { corners, starts, firsts, boxes } = plane;
  const [looks, isArea] = [createLooks(layer, page), layer.shape === "areas" || Boolean(layer.closed)];

  /** @param {number[]} box metres @param {(row: number) => void} act on what is shown and meets it */
  const each = ([left, top, right, bottom], act) => {
    const off = filter.offIn(layer);
    for (let row = 0, i = 0; row < off.length; row += 1, i += 4) {
      if (!off[row] && boxes[i] <= right && boxes[i + 2] >= left && boxes[i + 1] <= bottom && boxes[i + 3] >= top) act(row);
    }
  };
  /** @param {Path2D} path @param {number} row @param {number} scale */
  const trace = (path, row, scale) => {
    for (let part = firsts[row]; part < firsts[row + 1]; part += 1) {
      const [first, last] = [2 * starts[part], 2 * (starts[part + 1] - 1)];
      let [x, y] = [corners[first] * scale, corners[first + 1] * scale];
      path.moveTo(x, y);
      for (let i = first + 2; i <= last; i += 2) {
        const [u, v] = [corners[i] * scale, corners[i + 1] * scale];
        if (i < last && Math.abs(u - x) + Math.abs(v - y) < FINE_PX) continue;
        path.lineTo(u, v);
        [x, y] = [u, v];
      }
      if (isArea) path.closePath();
    }
  };
  /** @param {number[]} px @param {number} scale */
  const metres = (px, scale) => px.map((value) => value / scale);
  return {
    layers: [layer],
    *paint(pen, { left, top, width, height, colours, zoom }) {
      const [scale, all, at] = [crs.scale(zoom), looks.of(colours), looks.at()];
      const [paths, counts] = [all.map(() => new Path2D()), all.map(() => 0)];
      const put = (/** @type {number} */ look) => {
        const { rim, strokes, opacity } = all[look];
        [...rim, ...strokes].forEach((stroke) => drawStroke(pen, stroke, paths[look], opacity));
        [paths[look], counts[look]] = [new Path2D(), 0];
      };
      const rows = KINDS.map(() => /** @type {number[]} */ ([]));
      each(metres([left, top, left + width, top + height], scale), (row) => rows[all[at[row]].rank].push(row));
      // The most telling lies on top.
      for (let rank = KINDS.length - 1; rank >= 0; rank -= 1) {
        for (const row of rows[rank]) {
          trace(paths[at[row]], row, scale);
          counts[at[row]] += 1;
          if (counts[at[row]] < TOGETHER) continue;
          put(at[row]);
          yield;
        }
        for (const look of paths.keys()) {
          if (!counts[look]) continue;
          put(look);
          yield;
        }
      }
      return () => {};
    },
    crowds: () => [],
    touch(x, y) {
      const scale = crs.scale(map.getZoom());
      const [spot, reach] = [metres([x, y], scale), NEAR_LINE_PX / scale];
      let id = /** @type {string | null} */ (null);
      each(metres([x - NEAR_LINE_PX, y - NEAR_LINE_PX, x + NEAR_LINE_PX, y + NEAR_LINE_PX], scale), (row) => {
        if (touches(plane, row, spot, reach, isArea)) id = layer.features[row].id;
      });
      return id ? { id } : null;
    },
    within(_, box) {
      /** @type {number[]} */
      const rows = [];
      each(metres(box, crs.scale(map.getZoom())), (row) => rows.push(row));
      return rows;
    },
  };
}
