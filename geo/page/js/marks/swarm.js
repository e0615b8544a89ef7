// @ts-check
import { KINDS } from "../data/change.js";
import { weightIn } from "../data/layers.js";
import { nearestCorner, planeOf } from "../data/plane.js";
import { boxAround } from "../map/boxes.js";
import { listInView } from "../map/sight.js";
import { createLooks, drawStroke } from "./looks.js";
import { touchOf } from "./signs.js";

/** In a square so wide, so many signs are counted instead of drawn. */
const [SQUARE_PX, CROWD] = [60, 7];
/** The half of what a sign may take. */
const REACH_PX = 14;
/** The circle that counts, by how long its number is; its edge tells the hues of what it counts. */
const [CIRCLE_PX, LETTER_PX, EDGE_PX_WIDE] = [8, 2.6, 3];
/** Around it, so far off, what became of these, or that they stand out. */
const FATE_PX = 2;
const TURN = 2 * Math.PI;
/** A crowd that is pressed is shown from so much closer. */
const CLOSER = 2;
/** Where the map comes no closer by so much, it is listed. */
const AS_CLOSE = 0.1;

/** So many points are looked at in a part of a picture, and so few drawn. */
const [PART, FEW] = [16_384, 64];

/** @typedef {{x: number, y: number, reach: number, cell: number, n: number}} Crowd points of a square that had one fate */

/**
 * Points on a canvas: signs where they have room, circles that count where they have none.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {import("./field.js").Field}
 */
export function createSwarm(layer, page) {
  const { filter, projection, crs, texts, view: { map } } = page;
  const { corners, firsts } = planeOf(layer.features, projection);
  const points = corners.length / 2;
  const rowOf = new Uint32Array(points);
  layer.features.forEach((_, row) => rowOf.fill(row, firsts[row], firsts[row + 1]));
  const looks = createLooks(layer, page);
  const cellOf = new Int32Array(points);
  const weight = weightIn(layer);
  const crowd = layer.weight ? 2 : CROWD; // a sign is one point alone
  /** What is seen, at which scale. @type {number[]} */
  let signs = [];
  /** @type {Crowd[]} */
  let crowds = [];
  let shown = 1;
  let stamps = { all: /** @type {import("./looks.js").Look[]} */ ([]), node: document.createElement("canvas"), hues: [""], hueOf: [0], paper: "", ink: "", font: "" };

  /** All looks drawn once, side by side. @param {import("./field.js").Paper} paper */
  const stampsFor = ({ colours, sharp }) => {
    const all = looks.of(colours);
    if (stamps.all === all) return stamps;
    const [node, root] = [document.createElement("canvas"), getComputedStyle(document.documentElement)];
    const size = sizeOf(sharp);
    Object.assign(node, { width: all.length * size, height: size });
    const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
    all.forEach(({ rim, strokes }, i) => {
      pen.setTransform(sharp, 0, 0, sharp, (i + 0.5) * size, size / 2);
      [...rim, ...strokes].forEach((stroke) => drawStroke(pen, stroke, new Path2D(stroke.d)));
    });
    const hues = [...new Set(all.map(({ hue }) => hue))];
    const [paper, ink, sans] = ["--paper", "--ink", "--sans"].map((name) => root.getPropertyValue(name));
    stamps = { all, node, hues, hueOf: all.map(({ hue }) => hues.indexOf(hue)), paper, ink, font: `600 11px ${sans}` };
    return stamps;
  };

  /** @param {CanvasRenderingContext2D} pen @param {Crowd[]} some alike in what became of them @param {Uint32Array} shares of each hue in each cell
   * @param {import("./looks.js").Look} look of one of what they count */
  const drawCrowds = (pen, some, shares, { rim: [rim], opacity }) => {
    const { hues, paper, ink, font } = stamps;
    const [discs, rims] = [new Path2D(), new Path2D()];
    const edges = hues.map(() => new Path2D());
    for (const { x, y, reach, cell, n } of some) {
      const edge = reach - EDGE_PX_WIDE / 2;
      discs.moveTo(x, y);
      discs.arc(x, y, reach, 0, TURN);
      rims.moveTo(x + reach + FATE_PX, y);
      rims.arc(x, y, reach + FATE_PX, 0, TURN);
      let turn = -TURN / 4;
      edges.forEach((path, i) => {
        const share = shares[cell * hues.length + i];
        if (!share) return;
        const from = turn;
        turn += (TURN * share) / n;
        path.moveTo(x + Math.cos(from) * edge, y + Math.sin(from) * edge);
        path.arc(x, y, edge, from, turn);
      });
    }
    if (rim) drawStroke(pen, rim, rims);
    Object.assign(pen, { globalAlpha: opacity, fillStyle: paper, lineWidth: EDGE_PX_WIDE, font });
    pen.setLineDash([]);
    pen.fill(discs);
    edges.forEach((edge, i) => {
      pen.strokeStyle = hues[i];
      pen.stroke(edge);
    });
    pen.fillStyle = ink;
    some.forEach(({ x, y, n }) => pen.fillText(texts.number(n), x, y + 0.5));
    pen.globalAlpha = 1;
  };
  /**
   * The points that have room in their squares, and the crowds of those that have none, by rank: while two days are
   * compared, each square counts apart what became of its points.
   * @param {import("./field.js").Paper} paper
   */
  function* gather({ left, top, width, height, zoom }) {
    const [{ all, hues, hueOf }, off, at, scale] = [stamps, filter.offIn(layer), looks.at(), crs.scale(zoom)];
    const [west, north] = [left, top].map((px) => Math.floor(px / SQUARE_PX));
    const [wide, high] = [Math.floor((left + width) / SQUARE_PX) - west + 1, Math.floor((top + height) / SQUARE_PX) - north + 1];
    const cells = wide * high * KINDS.length;
    const [counts, shares, sums] = [new Uint32Array(cells), new Uint32Array(cells * hues.length), new Float64Array(cells * 2)];
    const one = new Uint16Array(cells); // a look in each: some that have its rank are those of points that are not there
    const ranks = all.map(({ rank }) => rank);
    const free = KINDS.map(() => /** @type {number[]} */ ([]));
    const many = KINDS.map(() => /** @type {Crowd[]} */ ([]));
    // Loops over all points stand in functions of their own: browsers are slow to speed up one that pauses.
    const count = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (let i = from; i < to; i += 1) {
        cellOf[i] = -1;
        const row = rowOf[i];
        if (off[row]) continue;
        const x = corners[2 * i] * scale;
        const y = corners[2 * i + 1] * scale;
        const u = Math.floor(x / SQUARE_PX) - west;
        const v = Math.floor(y / SQUARE_PX) - north;
        if (u < 0 || v < 0 || u >= wide || v >= high) continue;
        const cell = (v * wide + u) * KINDS.length + ranks[at[row]];
        cellOf[i] = cell;
        one[cell] = at[row];
        const n = weight(row);
        counts[cell] += n;
        shares[cell * hues.length + hueOf[at[row]]] += n;
        sums[2 * cell] += x * n;
        sums[2 * cell + 1] += y * n;
      }
    };
    const part = (/** @type {number} */ from, /** @type {number} */ to) => {
      for (let i = from; i < to; i += 1) {
        const cell = cellOf[i];
        if (cell >= 0 && counts[cell] < crowd) free[cell % KINDS.length].push(i);
      }
    };
    for (const look of [count, part]) {
      for (let from = 0; from < points; from += PART) {
        look(from, Math.min(from + PART, points));
        yield;
      }
    }
    for (let cell = 0; cell < cells; cell += 1) {
      const n = counts[cell];
      if (n < crowd) continue;
      const [reach, square] = [CIRCLE_PX + LETTER_PX * texts.number(n).length, Math.floor(cell / KINDS.length)];
      // No circle leaves its square: none meets that of another.
      const [x, y] = [west + (square % wide), north + Math.floor(square / wide)].map((step, i) => {
        return Math.max(step * SQUARE_PX + reach, Math.min((step + 1) * SQUARE_PX - reach, sums[2 * cell + i] / n));
      });
      many[cell % KINDS.length].push({ x, y, reach, cell, n });
    }
    return { free, many, shares, one };
  }
  return {
    *paint(pen, paper) {
      const { left, top, sharp, zoom } = paper;
      const [{ all, node }, at, scale, size] = [stampsFor(paper), looks.at(), crs.scale(zoom), sizeOf(sharp)];
      const { free, many, shares, one } = yield* gather(paper);
      // The most telling lies on top.
      for (let rank = KINDS.length - 1; rank >= 0; rank -= 1) {
        pen.resetTransform();
        for (const [n, i] of free[rank].entries()) {
          if (n % FEW === FEW - 1) yield;
          const look = at[rowOf[i]];
          const [x, y] = [(corners[2 * i] * scale - left) * sharp, (corners[2 * i + 1] * scale - top) * sharp];
          pen.globalAlpha = all[look].opacity;
          pen.drawImage(node, look * size, 0, size, size, Math.round(x - size / 2), Math.round(y - size / 2), size, size);
        }
        pen.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
        pen.globalAlpha = 1;
        for (let i = 0; i < many[rank].length; i += FEW) {
          const some = many[rank].slice(i, i + FEW);
          drawCrowds(pen, some, shares, all[one[some[0].cell]]);
          yield;
        }
      }
      return () => ([signs, crowds, shown] = [free.toReversed().flat(), many.toReversed().flat(), scale]);
    },
    touch(x, y) {
      const scale = crs.scale(map.getZoom());
      const stretch = scale / shown;
      if (crowds.some((each) => Math.hypot(each.x - x / stretch, each.y - y / stretch) <= each.reach)) return { id: null, open: () => closer(x, y) };
      const best = nearestCorner(corners, signs, [x / scale, y / scale], touchOf(layer) / scale);
      return best < 0 ? null : { id: layer.features[rowOf[best]].id };
    },
    crowds: () => crowds.map(({ x, y, reach }) => boxAround([x, y], reach)),
    within(box) {
      const [off, scale] = [filter.offIn(layer), crs.scale(map.getZoom())];
      const [left, top, right, bottom] = box.map((px) => px / scale);
      const isIn = (/** @type {number} */ i) => corners[2 * i] >= left && corners[2 * i] <= right && corners[2 * i + 1] >= top && corners[2 * i + 1] <= bottom;
      /** @type {number[]} */
      const rows = [];
      for (let i = 0; i < points; i += 1) if (!off[rowOf[i]] && isIn(i) && rows.at(-1) !== rowOf[i]) rows.push(rowOf[i]);
      return rows;
    },
  };

  /** @param {number} x @param {number} y */
  function closer(x, y) {
    if (map.getZoom() > map.getMaxZoom() - AS_CLOSE) return listInView(layer, page);
    map.setZoomAround(L.point(x, y).subtract(map.getPixelBounds().min), map.getZoom() + CLOSER);
  }
}

/** The side of a stamp, in pixels of the screen. @param {number} sharp */
function sizeOf(sharp) {
  return Math.ceil(2 * REACH_PX * sharp);
}
