// @ts-check
import { createMemory, lazily, onceOf } from "../../data/memory.js";
import { createBoxIndex, frameOf, meets } from "../../map/boxes.js";
import { bind, boxOf, spotOf, roomOf } from "./lettering.js";
import { middlesInside, shareOn } from "./spans.js";

const SEARCH_PX = 7;
/** A whole country is searched in no more steps than this across. */
const SEARCHES = 40;
/** How much a drawn event reaches beyond the box that piles keep for it. */
const STROKE_PX = 1;
/** How much of a name lies on its own ground at least, and where that was chosen by hand. */
const ENOUGH_GROUND = 0.66;
const OWN_GROUND = 0.8;
/** How a name is tried, the best way first: whether events stay where they are. */
const TRIES = [true, false];
/**
 * How all names are tried together until each stands: in their type or all in the finer one, and
 * in how many ways.
 * @type {[0 | 1, number][]}
 */
const ROUNDS = [[0, 1], [1, 1], [0, 2], [1, 2]];
/** What it is worth that a country is named in full, that its capital is, and that its name is shortened. */
const [IN_FULL, CAPITAL, IN_SHORT] = [6, 5, 4];

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("../../map/boxes.js").BoxIndex} BoxIndex */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/**
 * @typedef {object} Area
 * @property {string} text
 * @property {string} lang
 * @property {string} [short] a shorter form of its name
 * @property {string} kind class of its type
 * @property {number[][]} anchors where it may stand, in steps of the sheet, the best first
 * @property {number} [room] width that it may fill, in steps
 * @property {string} id of the feature
 * @property {() => number[][]} [rings] of a country, in steps
 * @property {boolean} must whether it is named wherever it is in sight
 */
/**
 * In its type and in a finer one, in each the full name first.
 * @typedef {{area: Area, sizes: [Lettering[], Lettering[]]}} LetteredArea
 */
/**
 * @typedef {object} Wanted a name that must stand
 * @property {any} of the area or the feature
 * @property {number[]} [at] its sign, in steps
 * @property {[number, number]} worth of its first form, and of another
 * @property {[Lettering[], Lettering[]]} sizes its forms, the best first, in its type and in a finer one
 * @property {(type: Lettering) => number[][]} middles where it may stand, the best first
 */
/**
 * @typedef {object} Plan
 * @property {Map<any, import("./lettering.js").Bound>} names by area or feature
 * @property {0 | 1} size of the type that countries are lettered in
 */

/**
 * Where on a zoom the names stand that must: those of countries, all in one type, on their own
 * ground, and those of their capitals, close to the signs. Where a country is too small for its name,
 * a shorter form of that stands, or none. Piles of events make way for names as far as they may; where
 * they cannot, names make way for them; all rather stand where no line runs.
 * @param {LetteredArea[]} areas
 * @param {Wanted[]} capitals
 * @param {number} scale pixels to a step
 * @param {Box[]} signs that cannot move
 * @param {BoxIndex} lines
 * @param {import("../piles.js").Piles} piles
 * @returns {Plan}
 */
export function planNames(areas, capitals, scale, signs, lines, piles) {
  const must = areas.filter(({ area }) => area.must);
  const wanted = [...must.map((each) => wantedOf(each, scale)), ...capitals];
  piles.keepClear([]);
  const events = pileBoxes(piles);
  const free = planBest(wanted, scale, { signs: createBoxIndex(signs), events: createBoxIndex(events), lines });
  const boxesOf = (/** @type {Plan} */ { names }) => new Map([...names].map(([of, name]) => [of, boxOf(name.type, spotOf(name, scale))]));
  const boxes = boxesOf(free);
  piles.keepClear([...boxes.values()].map(grown));
  const stayed = pileBoxes(piles);
  const covered = [...boxes].filter(([, box]) => meets(box, stayed)).map(([of]) => of);
  if (!covered.length) return free;
  const bound = planBest(wanted, scale, { signs: createBoxIndex([...signs, ...events]), events: createBoxIndex(), lines });
  if (bound.worth > free.worth - worthOf(wanted.filter(({ of }) => covered.includes(of)))) {
    piles.keepClear([...boxesOf(bound).values()]);
    return bound;
  }
  covered.forEach((of) => free.names.delete(of));
  return free;
}

/**
 * What is on the map already.
 * @typedef {{signs: BoxIndex, events: BoxIndex, lines: BoxIndex}} Obstacles signs that stay, events that may make way
 */

/**
 * @param {Wanted[]} wanted
 * @param {number} scale
 * @param {Obstacles} drawn
 * @returns {Plan & {worth: number}}
 */
function planBest(wanted, scale, drawn) {
  const candidates = wanted.map((each) => candidatesOf(each, drawn));
  const [must, stars] = [false, true].map((small) => candidates.filter(({ at }) => Boolean(at) === small));
  const wide = [...must].sort((a, b) => widthOf(a.of) - widthOf(b.of));
  const turned = wide.map((_, i) => [...wide.slice(i), ...wide.slice(0, i)]);
  const backward = [...stars].reverse();
  // Where room is scarce, it matters who chooses first, and how freely.
  const orders = [must, ...turned, ...turned.map((some) => [...some].reverse())]
    .flatMap((order) => [[...stars, ...order], [...backward, ...order], [...order.map(inFull), ...stars, ...order]]);
  /** @type {Plan & {worth: number}} */
  let best = { names: new Map(), size: 0, worth: -1 };
  const all = worthOf(wanted);
  for (const [size, ways] of ROUNDS) {
    const most = candidates.reduce((sum, each) => sum + bestWorth(each, size, ways), 0);
    for (const order of orders) {
      if (best.worth >= most) break;
      const { names, worth } = planInOrder(order, scale, size, ways);
      if (worth > best.worth) best = { names, size, worth };
    }
    if (best.worth === all) break;
  }
  return best;
}

/** @param {Wanted[]} wanted */
function worthOf(wanted) {
  return wanted.reduce((sum, { worth: [most] }) => sum + most, 0);
}

/** @param {LetteredArea} lettered @param {number} scale @returns {Wanted} */
function wantedOf({ area, sizes }, scale) {
  return {
    of: area,
    worth: [IN_FULL, IN_SHORT],
    sizes,
    middles: (type) => [...anchorsWithin(area, type, scale, OWN_GROUND), ...middlesOn(area, type, scale)],
  };
}

/**
 * A capital that must be named.
 * @param {object} of its feature
 * @param {number[]} at its sign, in steps
 * @param {[Lettering, Lettering]} sizes its type and a finer one
 * @param {(type: Lettering) => number[][]} middles where it may stand, the best first
 * @returns {Wanted}
 */
export function wantedCapital(of, at, [type, fine], middles) {
  const sides = new Map([type, fine].map((each) => [each, lazily(() => middles(each))]));
  return { of, at, worth: [CAPITAL, CAPITAL], sizes: [[type, fine], [fine]], middles: (each) => sides.get(each)?.() ?? [] };
}

/** Where each name has room on its country, as it was asked for last.
 * @type {WeakMap<Lettering, Record<string, ReturnType<typeof createMemory<number[][]>>>>} */
const rooms = new WeakMap();

/** @param {Lettering} type @param {string} what is sought @param {unknown[]} given what it depends on @param {() => number[][]} find */
function onceFor(type, what, given, find) {
  const memories = rooms.get(type) ?? {};
  rooms.set(type, memories);
  return (memories[what] ??= createMemory())(given.join(), find);
}

/** @typedef {Wanted & {forms: {type: Lettering, free: (() => number[][])[]}[][]}} Candidate by size, where each form is free by way */

/** @param {Wanted} wanted @param {Obstacles} drawn @returns {Candidate} */
function candidatesOf(wanted, { signs, events, lines }) {
  const forms = wanted.sizes.map((types) => types.map((type) => {
    const middles = lazily(() => {
      const free = wanted.middles(type).filter((at) => !signs.meets(boxOf(type, at)));
      return partition(free, (at) => !lines.meets(boxOf(type, at))).flat();
    });
    const free = TRIES.map((stay) => lazily(() => middles().filter((at) => !stay || !events.meets(boxOf(type, at)))));
    return { type, free };
  }));
  return { ...wanted, forms };
}

/**
 * What a test says of, and what it does not say of.
 * @template T @param {T[]} items @param {(item: T) => boolean} test @returns {[T[], T[]]}
 */
export function partition(items, test) {
  /** @type {[T[], T[]]} */
  const [passed, failed] = [[], []];
  for (const item of items) (test(item) ? passed : failed).push(item);
  return [passed, failed];
}

/** @param {Candidate} candidate @returns {Candidate} that has its first form alone */
function inFull(candidate) {
  return { ...candidate, forms: candidate.forms.map(([form]) => [form]) };
}

/** @param {Candidate} candidate @param {0 | 1} size @param {number} ways what it may be worth at most */
function bestWorth({ worth, forms }, size, ways) {
  const i = forms[size].findIndex(({ free }) => free[ways - 1]().length);
  return worth[i] ?? 0;
}

/** @param {Candidate[]} order @param {number} scale @param {0 | 1} size @param {number} ways */
function planInOrder(order, scale, size, ways) {
  /** @type {Plan["names"]} */
  const names = new Map();
  /** @type {Box[]} */
  const kept = [];
  let sum = 0;
  for (const { of, at: sign, worth, forms } of order) {
    if (names.has(of)) continue;
    const tries = forms[size].flatMap(({ type, free }, i) => {
      return free.slice(0, ways).map((middles) => ({ type, middles, worth: worth[Math.min(i, 1)] }));
    });
    for (const { type, middles, worth: own } of tries) {
      const middle = middles().find((at) => !meets(boxOf(type, at), kept));
      if (!middle) continue;
      names.set(of, bind(type, middle, scale, sign));
      kept.push(...roomOf(type, middle));
      sum += own;
      break;
    }
  }
  return { names, worth: sum };
}

/** The box around the rings of a country. @type {(rings: number[][]) => Box} */
const frameOfRings = onceOf(frameOf);

/** @param {Area} area */
function widthOf({ rings }) {
  const [left, , right] = frameOfRings(rings?.() ?? []);
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

/**
 * The places given by hand where so much of a name lies on its own ground.
 * @param {Area} area @param {Lettering} type @param {number} scale @param {number} [least]
 */
export function anchorsWithin(area, type, scale, least = ENOUGH_GROUND) {
  return onceFor(type, `anchors ${least}`, [area.id, scale], () => anchorsOf(area, scale).filter((at) => {
    const own = at.map((value) => value / scale);
    return shareOn(area.rings?.() ?? [], own, type.width / scale, type.height / scale) >= least;
  }));
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
 * @param {Box} [window]
 * @returns {number[][]} the best first
 */
export function middlesOn({ id, rings }, type, scale, window) {
  return onceFor(type, "middles", [id, scale, window], () => {
    const own = rings?.() ?? [];
    const [width, height] = [type.width / scale, type.height / scale];
    const [x0, y0, x1, y1] = frameOfRings(own);
    const frame = window?.map((value) => value / scale) ?? [x0 - width, y0, x1 + width, y1];
    const step = Math.max(SEARCH_PX / scale, (frame[2] - frame[0]) / SEARCHES / (window ? 3 : 1));
    return middlesInside(own, frame, { width, height }, ENOUGH_GROUND, step).map(([x, y]) => [x * scale, y * scale]);
  });
}
