// @ts-check
import { KINDS } from "../data/change.js";
import { weightIn } from "../data/layers.js";
import { nearestCorner, planeOf } from "../data/plane.js";
import { boxAround } from "../map/boxes.js";
import { listInView } from "../map/sight.js";
import { numbersOf, drawCounts, drawCrowds, FREE_SIDE_PX, reachOf } from "./crowds.js";
import { createLooks } from "./looks.js";
import { halfOf, touchOf } from "./signs.js";
import { counter, CROWD, crowdsIn, createSquares, sorter, SQUARE_PX } from "./squares.js";
import { createStamps } from "./stamps.js";

/** A crowd that is pressed is shown from so much closer. */
const CLOSER = 2;
/** Where the map comes no closer by so much, it is listed. */
const AS_CLOSE = 0.1;
/** So many points are looked at in a part of a picture, and so few drawn. */
const [PART, FEW] = [16_384, 64];

/** @typedef {import("../data/read.js").Layer} Layer */
/** @typedef {import("./squares.js").Crowd} Crowd */

/**
 * The points of all layers of many on a canvas: signs where they have room, circles that count where they have none. All
 * are counted in one set of squares, each with one circle at most, so that none meets another.
 * @param {Layer[]} layers the lowest first
 * @param {import("../page.js").Page} page
 * @returns {import("./field.js").Field}
 */
export function createSwarm(layers, page) {
  const { filter, projection, crs, texts, view: { map } } = page;
  const troops = layers.map((layer) => {
    const { corners, firsts } = planeOf(layer.features, projection);
    const rowOf = new Uint32Array(corners.length / 2);
    layer.features.forEach((_, row) => rowOf.fill(row, firsts[row], firsts[row + 1]));
    const fills = layer.weight ? CROWD / 2 : 1; // a sign is one point alone
    return { layer, corners, rowOf, fills, weight: weightIn(layer), looks: createLooks(layer, page), cellOf: new Int32Array(rowOf.length) };
  });
  const stampsFor = createStamps(troops.map(({ looks }) => looks));
  /** What is seen, at which scale: circles, and of each layer what has a sign. */
  let seen = { crowds: /** @type {Crowd[]} */ ([]), signs: troops.map(() => /** @type {number[]} */ ([])), scale: 1 };

  /**
   * The points that have room in their squares, by rank and layer, and the crowds of those that have none.
   * @param {import("./field.js").Painting} paper
   * @param {import("./stamps.js").Stamps} stamps
   */
  function* gather(paper, stamps) {
    const squares = createSquares(paper, stamps.hues.length);
    const scale = crs.scale(paper.zoom);
    const counted = troops.map((troop, i) => ({ ...troop, off: filter.offIn(troop.layer), lookOf: troop.looks.at(), first: stamps.firsts[i] }));
    const free = troops.map(() => KINDS.map(() => /** @type {number[]} */ ([])));
    const loops = [
      ...counted.map((points) => ({ points, act: counter(squares, points, stamps, scale) })),
      ...counted.map((points, i) => ({ points, act: sorter(squares, points, free[i]) })),
    ];
    for (const { points, act } of loops) {
      for (let from = 0; from < points.rowOf.length; from += PART) {
        act(from, Math.min(from + PART, points.rowOf.length));
        yield;
      }
    }
    return { free, crowds: crowdsIn(squares, (told) => reachOf(told, texts), FREE_SIDE_PX) };
  }

  return {
    layers,
    *paint(pen, paper) {
      const { left, top, sharp, zoom } = paper;
      const [stamps, scale] = [stampsFor(paper), crs.scale(zoom)];
      const { all, firsts, node, size } = stamps;
      const { free, crowds } = yield* gather(paper, stamps);
      const strength = (/** @type {Crowd} */ { told }) => Math.max(...told.map(({ look }) => all[look].opacity));
      for (const opacity of new Set(crowds.map(strength))) {
        const alike = crowds.filter((crowd) => strength(crowd) === opacity);
        for (let i = 0; i < alike.length; i += FEW) {
          drawCrowds(pen, alike.slice(i, i + FEW), stamps, opacity);
          yield;
        }
      }
      pen.resetTransform();
      // The most telling lies on top.
      for (let rank = KINDS.length - 1; rank >= 0; rank -= 1) {
        for (const [number, { corners, rowOf, looks }] of troops.entries()) {
          const [at, first] = [looks.at(), firsts[number]];
          for (const [n, i] of free[number][rank].entries()) {
            if (n % FEW === FEW - 1) yield;
            const look = first + at[rowOf[i]];
            const [x, y] = [(corners[2 * i] * scale - left) * sharp, (corners[2 * i + 1] * scale - top) * sharp];
            pen.globalAlpha = all[look].opacity;
            pen.drawImage(node, look * size, 0, size, size, Math.round(x - size / 2), Math.round(y - size / 2), size, size);
          }
        }
      }
      pen.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
      for (const [n, crowd] of crowds.entries()) {
        drawCounts(pen, crowd, stamps, texts);
        if (n % FEW === FEW - 1) yield;
      }
      return () => {
        seen = { crowds, signs: free.map((ranks) => ranks.toReversed().flat()), scale };
      };
    },
    touch(x, y) {
      const scale = crs.scale(map.getZoom());
      const stretch = scale / seen.scale;
      const sign = (/** @type {(layer: Layer) => number} */ reach) => troops.map((troop, i) => ({ ...troop, signs: seen.signs[i] })).toReversed().flatMap(({ layer, corners, rowOf, signs }) => {
        const best = nearestCorner(corners, signs, [x / scale, y / scale], reach(layer) / scale);
        return best < 0 ? [] : { id: layer.features[rowOf[best]].id };
      })[0];
      const crowd = seen.crowds.find((each) => Math.hypot(each.x - x / stretch, each.y - y / stretch) <= each.reach);
      // A sign may lie on a circle, and be touched from further off than it is seen.
      return sign(halfOf) ?? (crowd ? { id: null, open: () => closer(x, y, crowd) } : sign(touchOf) ?? null);
    },
    crowds: () => seen.crowds.map((crowd) => ({ box: boxAround([crowd.x, crowd.y], crowd.reach), counts: numbersOf(crowd, texts) })),
    within,
  };

  /** Rows of a layer that are shown and lie in a box. @param {Layer} layer @param {number[]} box */
  function within(layer, box) {
    const [{ corners, rowOf }, off, scale] = [troops[layers.indexOf(layer)], filter.offIn(layer), crs.scale(map.getZoom())];
    const [left, top, right, bottom] = box.map((px) => px / scale);
    const isIn = (/** @type {number} */ i) => corners[2 * i] >= left && corners[2 * i] <= right && corners[2 * i + 1] >= top && corners[2 * i + 1] <= bottom;
    /** @type {number[]} */
    const rows = [];
    for (let i = 0; i < rowOf.length; i += 1) if (!off[rowOf[i]] && isIn(i) && rows.at(-1) !== rowOf[i]) rows.push(rowOf[i]);
    return rows;
  }

  /** Look closer at what a circle counts, or list it. @param {number} x @param {number} y @param {Crowd} crowd */
  function closer(x, y, crowd) {
    if (map.getZoom() < map.getMaxZoom() - AS_CLOSE) {
      return map.setZoomAround(L.point(x, y).subtract(map.getPixelBounds().min), map.getZoom() + CLOSER);
    }
    const middle = [crowd.x, crowd.y].map((px) => (Math.floor(px / SQUARE_PX) + 0.5) * SQUARE_PX);
    listInView(layers.filter((layer) => within(layer, boxAround(middle, SQUARE_PX / 2)).length), page);
  }
}
