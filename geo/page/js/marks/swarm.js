// @ts-check
import { KINDS } from "../data/change.js";
import { weightIn } from "../data/layers.js";
import { nearestCorner, planeOf } from "../data/plane.js";
import { boxAround } from "../map/boxes.js";
import { listInView } from "../map/sight.js";
import { createLooks, drawStroke } from "./looks.js";
import { halfOf, touchOf } from "./signs.js";

/** In a square so wide, so many signs are counted instead of drawn. */
const [SQUARE_PX, CROWD] = [60, 7];
/** The half of what a sign may take. */
const REACH_PX = 14;
/** The circle that counts, by how long its number is; its edge tells the hues of what it counts. */
const [CIRCLE_PX, LETTER_PX, EDGE_PX_WIDE] = [8, 2.6, 3];
/** Around it, so far off, what became of these, or that they stand out; what is left free of its square for that. */
const [FATE_PX, FREE_SIDE_PX] = [2, 3];
/** The numbers in it stand so far below each other, each with a line beneath, and take so much more of it. */
const [NUMBER_PX, UNDER_PX, MORE_PX] = [13, 6.5, 5];
/** Of what lies beneath a number, so much around it is covered; less is told by one of a higher rank. */
const [HALO_PX_WIDE, SOFT] = [3, 2];
const TURN = 2 * Math.PI;
/** A crowd that is pressed is shown from so much closer. */
const CLOSER = 2;
/** Where the map comes no closer by so much, it is listed. */
const AS_CLOSE = 0.1;

/** So many points are looked at in a part of a picture, and so few drawn. */
const [PART, FEW] = [16_384, 64];

/**
 * Points of a square that are counted: all, and by what became of them, the most telling first.
 * @typedef {object} Crowd
 * @property {number} x
 * @property {number} y
 * @property {number} reach
 * @property {number} n
 * @property {number[]} shares of each hue
 * @property {{n: number, look: number}[]} told of one of each, its look
 */
/** @typedef {import("./looks.js").Look} Look */
/**
 * The looks of all layers, as they were drawn last.
 * @typedef {object} Stamps
 * @property {Look[][]} sets of each layer
 * @property {Look[]} all
 * @property {HTMLCanvasElement} node all of them, side by side
 * @property {number[]} firsts where those of each layer begin
 * @property {string[]} hues
 * @property {number[]} hueOf each look
 * @property {string} paper
 * @property {string[]} inks of numbers, and of those that tell less
 * @property {string} font
 */
/**
 * A layer, its points, and how much of the room of a square each takes; `signs` are those that are seen as such.
 * @typedef {object} Troop
 * @property {import("../data/read.js").Layer} layer
 * @property {Int32Array} corners
 * @property {Uint32Array} rowOf
 * @property {Int32Array} cellOf
 * @property {number} fills
 * @property {(row: number) => number} weight
 * @property {import("./looks.js").Looks} looks
 * @property {number[]} signs
 */

/**
 * The points of all layers of many on a canvas: signs where they have room, circles that count where they have none. All
 * are counted in one set of squares, each with one circle at most, so that none meets another.
 * @param {import("../data/read.js").Layer[]} layers the lowest first
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
    return { layer, corners, rowOf, fills, weight: weightIn(layer), looks: createLooks(layer, page), cellOf: new Int32Array(rowOf.length), signs: /** @type {number[]} */ ([]) };
  });
  /** What is seen, at which scale. @type {Crowd[]} */
  let crowds = [];
  let shown = 1;
  let stamps = /** @type {Stamps} */ ({ sets: /** @type {Look[][]} */ ([]) });

  /** All looks drawn once, side by side. @param {import("./field.js").Paper} paper */
  const stampsFor = ({ colours, sharp }) => {
    const sets = troops.map(({ looks }) => looks.of(colours));
    if (sets.every((set, i) => set === stamps.sets[i])) return stamps;
    const all = sets.flat();
    const [node, root] = [document.createElement("canvas"), getComputedStyle(document.documentElement)];
    const size = sizeOf(sharp);
    Object.assign(node, { width: all.length * size, height: size });
    const pen = /** @type {CanvasRenderingContext2D} */ (node.getContext("2d"));
    all.forEach(({ rim, strokes }, i) => {
      pen.setTransform(sharp, 0, 0, sharp, (i + 0.5) * size, size / 2);
      [...rim, ...strokes].forEach((stroke) => drawStroke(pen, stroke, new Path2D(stroke.d)));
    });
    const hues = [...new Set(all.map(({ hue }) => hue))];
    const [paper, sans, ...inks] = ["--paper", "--sans", "--ink", "--soft-ink"].map((name) => root.getPropertyValue(name));
    const firsts = sets.map((_, i) => sets.slice(0, i).flat().length);
    stamps = { sets, all, node, firsts, hues, hueOf: all.map(({ hue }) => hues.indexOf(hue)), paper, inks, font: `600 11px ${sans}` };
    return stamps;
  };

  /** The numbers of a circle, one below the other. @param {Crowd} crowd @returns {import("./field.js").Count[]} */
  const countsOf = ({ x, y, told }) => told.map(({ n, look }, i) => {
    return { text: texts.number(n), x, y: y + (i - (told.length - 1) / 2) * NUMBER_PX, isSoft: stamps.all[look].rank > SOFT };
  });
  /** @param {CanvasRenderingContext2D} pen @param {Crowd[]} some @param {number} opacity of them all */
  const drawCrowds = (pen, some, opacity) => {
    const { all, hues, paper } = stamps;
    const discs = new Path2D();
    const edges = hues.map(() => new Path2D());
    for (const { x, y, reach, n, shares } of some) {
      discs.moveTo(x + reach, y);
      discs.arc(x, y, reach, 0, TURN);
      addArcs(edges, [x, y], reach - EDGE_PX_WIDE / 2, shares.map((share) => share / n));
    }
    Object.assign(pen, { globalAlpha: opacity, fillStyle: paper, lineWidth: EDGE_PX_WIDE });
    pen.setLineDash([]);
    pen.fill(discs);
    edges.forEach((edge, i) => {
      pen.strokeStyle = hues[i];
      pen.stroke(edge);
    });
    for (const { x, y, reach, n, told } of some) {
      const rims = told.map(() => new Path2D());
      addArcs(rims, [x, y], reach + FATE_PX, told.map((each) => each.n / n));
      told.forEach(({ look }, i) => all[look].rim.forEach((rim) => drawStroke(pen, rim, rims[i])));
    }
    pen.globalAlpha = 1;
  };
  /** @param {CanvasRenderingContext2D} pen @param {Crowd} crowd */
  const drawCounts = (pen, crowd) => {
    const { all, paper, font, inks } = stamps;
    const counts = countsOf(crowd);
    Object.assign(pen, { globalAlpha: 1, strokeStyle: paper, lineWidth: HALO_PX_WIDE, font });
    pen.setLineDash([]);
    counts.forEach(({ text, x, y }) => pen.strokeText(text, x, y));
    counts.forEach(({ text, x, y, isSoft }, i) => {
      pen.fillStyle = inks[Number(isSoft)];
      pen.fillText(text, x, y);
      const half = text.length * LETTER_PX;
      const [rim] = all[crowd.told[i].look].rim;
      if (rim && counts[1]) drawStroke(pen, rim, new Path2D(`M${x - half} ${y + UNDER_PX}H${x + half}`));
    });
  };
  /**
   * The points that have room in their squares, by rank and layer, and the crowds of those that have none: while two
   * days are compared, each square counts apart what became of its points.
   * @param {import("./field.js").Paper} paper
   */
  function* gather({ left, top, width, height, zoom }) {
    const [{ all, firsts, hues, hueOf }, scale] = [stamps, crs.scale(zoom)];
    const [west, north] = [left, top].map((px) => Math.floor(px / SQUARE_PX));
    const [wide, high] = [Math.floor((left + width) / SQUARE_PX) - west + 1, Math.floor((top + height) / SQUARE_PX) - north + 1];
    const cells = wide * high * KINDS.length;
    const [counts, shares, sums] = [new Uint32Array(cells), new Uint32Array(cells * hues.length), new Float64Array(cells * 2)];
    const filled = new Float32Array(cells);
    const one = new Uint16Array(cells); // a look in each: some that have its rank are those of points that are not there
    const ranks = all.map(({ rank }) => rank);
    const free = KINDS.map(() => troops.map(() => /** @type {number[]} */ ([])));
    // Loops over all points stand in functions of their own: browsers are slow to speed up one that pauses.
    const count = (/** @type {Troop} */ { layer, corners, rowOf, cellOf, weight, fills, looks }, /** @type {number} */ first) => {
      const [off, at] = [filter.offIn(layer), looks.at()];
      return (/** @type {number} */ from, /** @type {number} */ to) => {
        for (let i = from; i < to; i += 1) {
          cellOf[i] = -1;
          const row = rowOf[i];
          if (off[row]) continue;
          const x = corners[2 * i] * scale;
          const y = corners[2 * i + 1] * scale;
          const u = Math.floor(x / SQUARE_PX) - west;
          const v = Math.floor(y / SQUARE_PX) - north;
          if (u < 0 || v < 0 || u >= wide || v >= high) continue;
          const look = first + at[row];
          const cell = (v * wide + u) * KINDS.length + ranks[look];
          cellOf[i] = cell;
          one[cell] = look;
          const n = weight(row);
          counts[cell] += n;
          filled[cell] += n * fills;
          shares[cell * hues.length + hueOf[look]] += n;
          sums[2 * cell] += x * n;
          sums[2 * cell + 1] += y * n;
        }
      };
    };
    const part = (/** @type {Troop} */ { cellOf }, /** @type {number} */ _, /** @type {number} */ number) => {
      return (/** @type {number} */ from, /** @type {number} */ to) => {
        for (let i = from; i < to; i += 1) {
          const cell = cellOf[i];
          if (cell >= 0 && filled[cell] < CROWD) free[cell % KINDS.length][number].push(i);
        }
      };
    };
    for (const look of [count, part]) {
      for (const [number, troop] of troops.entries()) {
        const [act, points] = [look(troop, firsts[number], number), troop.rowOf.length];
        for (let from = 0; from < points; from += PART) {
          act(from, Math.min(from + PART, points));
          yield;
        }
      }
    }
    const crowdedIn = (/** @type {number} */ square) => KINDS.map((_, rank) => square * KINDS.length + rank).filter((cell) => filled[cell] >= CROWD);
    const isAlone = (/** @type {number} */ square) => [-1, 0, 1].every((down) => [-1, 0, 1].every((right) => {
      return !(down || right) || !crowdedIn(square + down * wide + right).length;
    }));
    /** @type {Crowd[]} */
    const many = [];
    for (let square = 0; square < wide * high; square += 1) {
      const crowded = crowdedIn(square);
      if (!crowded.length) continue;
      const sum = (/** @type {(cell: number) => number} */ of) => crowded.reduce((all, cell) => all + of(cell), 0);
      const [n, told] = [sum((cell) => counts[cell]), crowded.map((cell) => ({ n: counts[cell], look: one[cell] }))];
      const reach = Math.min(SQUARE_PX / 2 - FREE_SIDE_PX, CIRCLE_PX + LETTER_PX * Math.max(...told.map((each) => texts.number(each.n).length)) + MORE_PX * (told.length - 1));
      // None meets that of another: one with neighbours does not leave its square, and two squares off is far enough.
      const [x, y] = [west + (square % wide), north + Math.floor(square / wide)].map((step, i) => {
        const middle = sum((cell) => sums[2 * cell + i]) / n;
        const [least, most] = [step * SQUARE_PX + reach + FREE_SIDE_PX, (step + 1) * SQUARE_PX - reach - FREE_SIDE_PX];
        return isAlone(square) ? middle : Math.max(least, Math.min(most, middle));
      });
      many.push({ x, y, reach, n, told, shares: hues.map((_, i) => sum((cell) => shares[cell * hues.length + i])) });
    }
    return { free, many };
  }
  return {
    layers,
    *paint(pen, paper) {
      const { left, top, sharp, zoom } = paper;
      const [{ all, firsts, node }, scale, size] = [stampsFor(paper), crs.scale(zoom), sizeOf(sharp)];
      const { free, many } = yield* gather(paper);
      const strength = (/** @type {Crowd} */ { told }) => Math.max(...told.map(({ look }) => all[look].opacity));
      for (const opacity of new Set(many.map(strength))) {
        const alike = many.filter((crowd) => strength(crowd) === opacity);
        for (let i = 0; i < alike.length; i += FEW) {
          drawCrowds(pen, alike.slice(i, i + FEW), opacity);
          yield;
        }
      }
      pen.resetTransform();
      // The most telling lies on top.
      for (const sets of free.toReversed()) {
        for (const [number, set] of sets.entries()) {
          const [{ corners, rowOf, looks }, first] = [troops[number], firsts[number]];
          const at = looks.at();
          for (const [n, i] of set.entries()) {
            if (n % FEW === FEW - 1) yield;
            const look = first + at[rowOf[i]];
            const [x, y] = [(corners[2 * i] * scale - left) * sharp, (corners[2 * i + 1] * scale - top) * sharp];
            pen.globalAlpha = all[look].opacity;
            pen.drawImage(node, look * size, 0, size, size, Math.round(x - size / 2), Math.round(y - size / 2), size, size);
          }
        }
      }
      pen.setTransform(sharp, 0, 0, sharp, -left * sharp, -top * sharp);
      for (const [n, crowd] of many.entries()) {
        drawCounts(pen, crowd);
        if (n % FEW === FEW - 1) yield;
      }
      return () => {
        [crowds, shown] = [many, scale];
        troops.forEach((troop, i) => (troop.signs = free.toReversed().flatMap((sets) => sets[i])));
      };
    },
    touch(x, y) {
      const scale = crs.scale(map.getZoom());
      const stretch = scale / shown;
      const sign = (/** @type {(layer: import("../data/read.js").Layer) => number} */ reachOf) => troops.toReversed().flatMap(({ layer, corners, rowOf, signs }) => {
        const best = nearestCorner(corners, signs, [x / scale, y / scale], reachOf(layer) / scale);
        return best < 0 ? [] : { id: layer.features[rowOf[best]].id };
      })[0];
      const crowd = crowds.find((each) => Math.hypot(each.x - x / stretch, each.y - y / stretch) <= each.reach);
      // A sign may lie on a circle, and be touched from further off than it is seen.
      return sign(halfOf) ?? (crowd ? { id: null, open: () => closer(x, y, crowd) } : sign(touchOf) ?? null);
    },
    crowds: () => crowds.map((crowd) => ({ box: boxAround([crowd.x, crowd.y], crowd.reach), counts: countsOf(crowd) })),
    within,
  };

  /** Rows of a layer that are shown and lie in a box. @param {import("../data/read.js").Layer} layer @param {number[]} box */
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

/** The side of a stamp, in pixels of the screen. @param {number} sharp */
function sizeOf(sharp) {
  return Math.ceil(2 * REACH_PX * sharp);
}

/**
 * Divide a circle among paths, from the top on.
 * @param {Path2D[]} paths
 * @param {number[]} middle
 * @param {number} reach
 * @param {number[]} shares
 */
function addArcs(paths, [x, y], reach, shares) {
  let turn = -TURN / 4;
  paths.forEach((path, i) => {
    if (!shares[i]) return;
    const from = turn;
    turn += TURN * shares[i];
    path.moveTo(x + Math.cos(from) * reach, y + Math.sin(from) * reach);
    path.arc(x, y, reach, from, turn);
  });
}
