// @ts-check
import { meets } from "../../map/boxes.js";
import { bind, boxOf, spotOf, roomOf } from "./lettering.js";
import { middlesInside, overhang } from "./spans.js";

const SEARCH_PX = 7;
/** A whole country is searched in no more steps than this across. */
const SEARCHES = 40;
/** How much a drawn event reaches beyond the box that piles keep for it. */
const STROKE_PX = 1;
/** How much of a name may hang over its country's edge, at best and unless there is no other way. */
export const OVER = 0.2;
export const OVER_MORE = 0.5;
/**
 * How a name is tried, the best way first: what may hang over the edge, and whether events stay
 * where they are. Where all else fails, a place given by hand need but touch the country.
 * @type {[number, boolean][]}
 */
const TRIES = [[OVER, true], [OVER_MORE, true], [OVER_MORE, false], [1, false]];
/**
 * How all names are tried together until each stands: in their type or all in the finer one, and
 * in how many ways.
 * @type {[0 | 1, number][]}
 */
const ROUNDS = [[0, 2], [1, 2], [0, 3], [1, 3], [1, 4]];
/** A country's name counts more than any number of capitals'. */
const COUNTRY = 100;

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/**
 * @typedef {object} Area
 * @property {string} text
 * @property {string} lang
 * @property {string} kind class of its type
 * @property {number[][]} anchors where it may stand, in steps of the sheet, the best first
 * @property {number} [room] width that it may fill, in steps
 * @property {string} id of the feature
 * @property {() => number[][]} [rings] of a country, in steps
 * @property {boolean} must whether it is named wherever it is in sight
 */
/** @typedef {{area: Area, type: Lettering, fine: Lettering}} LetteredArea in its type, and a finer one */
/**
 * @typedef {object} Wanted a name that must stand
 * @property {any} of the area or the feature
 * @property {number[]} [at] its sign, in steps
 * @property {number} weight
 * @property {[Lettering, Lettering]} sizes its type and a finer one
 * @property {(type: Lettering, over: number) => number[][]} middles where it may stand, the best
 *   first, if so much of it may hang over the edge
 */
/**
 * @typedef {object} Plan
 * @property {Map<object, import("./lettering.js").Bound>} names by area or feature
 * @property {boolean} fine whether countries are lettered in the finer type
 */

/**
 * Where on a zoom the names stand that must: those of countries, all in one type, on their own
 * ground, and those of their capitals, close to the signs. Piles of events make way for them as far as
 * they may; where they cannot, names make way for them.
 * @param {LetteredArea[]} areas
 * @param {Wanted[]} capitals
 * @param {number} scale pixels to a step
 * @param {Box[]} signs that cannot move
 * @param {import("../piles.js").Piles} piles
 * @returns {Plan}
 */
export function planNames(areas, capitals, scale, signs, piles) {
  const must = areas.filter(({ area }) => area.must);
  const wanted = [...must.map((each) => wantedOf(each, scale)), ...capitals];
  piles.keepClear([]);
  const events = pileBoxes(piles);
  const free = planBest(wanted, scale, signs, events);
  const boxes = new Map([...free.names].map(([of, name]) => [of, boxOf(name.type, spotOf(name, scale))]));
  piles.keepClear([...boxes.values()].map(grown));
  const stayed = pileBoxes(piles);
  const covered = [...boxes].filter(([, box]) => meets(box, stayed)).map(([of]) => of);
  if (!covered.length) return free;
  const bound = planBest(wanted, scale, [...signs, ...events], []);
  if (bound.worth > free.worth - worthOf(wanted.filter(({ of }) => covered.includes(of)))) {
    piles.keepClear([]);
    return bound;
  }
  covered.forEach((of) => free.names.delete(of));
  return free;
}

/**
 * @param {Wanted[]} wanted
 * @param {number} scale
 * @param {Box[]} signs that stay
 * @param {Box[]} events that may make way
 * @returns {Plan & {worth: number}}
 */
function planBest(wanted, scale, signs, events) {
  const candidates = wanted.map((each) => candidatesOf(each, signs, events));
  const [must, stars] = [true, false].map((large) => candidates.filter(({ weight }) => (weight === COUNTRY) === large));
  const wide = [...must].sort((a, b) => widthOf(a.of) - widthOf(b.of));
  const turned = wide.map((_, i) => [...wide.slice(i), ...wide.slice(0, i)]);
  // Where room is scarce, it matters who chooses first, and how freely.
  const orders = [must, ...turned, ...turned.map((some) => [...some].reverse())]
    .flatMap((order) => [[...stars, ...order], [...order, ...stars]]);
  let best = { names: new Map(), fine: false, worth: -1 };
  const all = worthOf(wanted);
  for (const [size, ways] of ROUNDS) {
    for (const order of orders) {
      if (best.worth === all) break;
      const { names, worth } = planInOrder(order, scale, size, ways);
      if (worth > best.worth) best = { names, fine: size === 1, worth };
    }
  }
  return best;
}

/** @param {Wanted[]} wanted */
function worthOf(wanted) {
  return wanted.reduce((sum, { weight }) => sum + weight, 0);
}

/** @param {LetteredArea} lettered @param {number} scale @returns {Wanted} */
function wantedOf({ area, type, fine }, scale) {
  return {
    of: area,
    weight: COUNTRY,
    sizes: [type, fine],
    middles: (set, over) => onceFor(set, scale, over, () => [
      ...anchorsWithin(area, set, scale, over),
      ...middlesOn(area, set, scale, Math.min(over, OVER_MORE)),
    ]),
  };
}

/** Where each name has room on its country, at the scale that was asked for last.
 * @type {WeakMap<Lettering, {scale: number, found: Map<number, number[][]>}>} */
const rooms = new WeakMap();

/** @param {Lettering} type @param {number} scale @param {number} over @param {() => number[][]} find */
function onceFor(type, scale, over, find) {
  const known = rooms.get(type);
  const { found } = known?.scale === scale ? known : { found: new Map() };
  if (!found.has(over)) found.set(over, find());
  rooms.set(type, { scale, found });
  return found.get(over) ?? [];
}

/** @typedef {Wanted & {free: (() => number[][])[][]}} Candidate by size and way, where it is free */

/** @param {Wanted} wanted @param {Box[]} signs @param {Box[]} events @returns {Candidate} */
function candidatesOf(wanted, signs, events) {
  const free = wanted.sizes.map((type) => {
    const middles = new Map(TRIES.map(([over]) => [over, lazily(() => {
      return wanted.middles(type, over).filter((at) => !meets(boxOf(type, at), signs));
    })]));
    return TRIES.map(([over, stay]) => lazily(() => {
      const all = middles.get(over)?.() ?? [];
      return stay ? all.filter((at) => !meets(boxOf(type, at), events)) : all;
    }));
  });
  return { ...wanted, free };
}

/** @template T @param {() => T} make */
function lazily(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}

/** @param {Candidate[]} order @param {number} scale @param {0 | 1} size @param {number} ways */
function planInOrder(order, scale, size, ways) {
  /** @type {Plan["names"]} */
  const names = new Map();
  /** @type {Box[]} */
  const kept = [];
  let worth = 0;
  for (const { of, at: sign, weight, sizes, free } of order) {
    const type = sizes[size];
    for (const middles of free[size].slice(0, ways)) {
      const middle = middles().find((at) => !meets(boxOf(type, at), kept));
      if (!middle) continue;
      names.set(of, bind(type, middle, scale, sign));
      kept.push(...roomOf(type, middle));
      worth += weight;
      break;
    }
  }
  return { names, worth };
}

/** @param {Area} area */
function widthOf({ rings }) {
  const [left, , right] = frameOf(rings?.() ?? [], 0);
  return right - left;
}

/** @param {import("../piles.js").Piles} piles */
export function pileBoxes(piles) {
  return piles.boxes().map(grown);
}

/** @param {Box} box @returns {Box} */
function grown([x0, y0, x1, y1]) {
  return [x0 - STROKE_PX, y0 - STROKE_PX, x1 + STROKE_PX, y1 + STROKE_PX];
}

/** @param {Area} area @param {Lettering} type @param {number} scale @param {number[]} middle */
function hangsOver({ rings }, { width }, scale, middle) {
  const own = middle.map((value) => value / scale);
  return (overhang(rings?.() ?? [], own, width / scale) * scale) / width;
}

/**
 * The places given by hand where no more of a name hangs over its country's edge.
 * @param {Area} area @param {Lettering} type @param {number} scale @param {number} over
 */
export function anchorsWithin(area, type, scale, over) {
  return anchorsOf(area, scale).filter((at) => {
    const hanging = hangsOver(area, type, scale, at);
    return hanging <= over && hanging < 1;
  });
}

/** @param {Area} area @param {number} scale */
export function anchorsOf({ anchors }, scale) {
  return anchors.map(([x, y]) => [x * scale, y * scale]);
}

/**
 * Where a name may stand on its country, or on the part of it that a window shows, in pixels.
 * @param {Area} area
 * @param {Lettering} type
 * @param {number} scale
 * @param {number} over share of the name that may hang over the country's edge
 * @param {Box} [window]
 * @returns {number[][]} the best first
 */
export function middlesOn({ rings }, type, scale, over, window) {
  const own = rings?.() ?? [];
  const width = type.width / scale;
  const frame = window?.map((value) => value / scale) ?? frameOf(own, width);
  const step = Math.max(SEARCH_PX / scale, (frame[2] - frame[0]) / SEARCHES / (window ? 3 : 1));
  return middlesInside(own, frame, width, over * width, step).map(([x, y]) => [x * scale, y * scale]);
}

/**
 * @param {number[][]} rings
 * @param {number} margin
 * @returns {Box}
 */
export function frameOf(rings, margin) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i] - margin);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i] + margin);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
  }
  return box;
}
