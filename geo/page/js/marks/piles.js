// @ts-check
import { letterScale, renew, setAttribute, svg } from "../dom.js";
import { boxAround, meets, middleOf, nearest, shared } from "../map/boxes.js";
import { FILTERED } from "../data/filter.js";
import { lazily } from "../data/memory.js";
import { areasOf, countryOf } from "../data/layers.js";
import { contains } from "../data/read.js";
import { STEP_M } from "../map/sheet.js";
import { createEvents } from "./events.js";
import { showMarks } from "./marks.js";
import { halfOf } from "./signs.js";
import { LIT } from "../state/scenes.js";

/** Events of a country this near to each other would cover each other on their points. */
const NEAR_PX = 15;
const EVENT_PX = 7;
/** How far a sign of a pile peeks out from under the one above it, and how many are seen. */
const PEEK_PX = 5;
const SEEN = 3;
const COUNT_PX = 16;
/** No pile reaches further from its point. */
const FARTHEST_PX = 64;
/** From so many on, a number says how many lie on a pile. */
const COUNTED = 3;
/** The half of what the sign of a place takes, and what is left free around it. */
const [PLACE_PX, FREE_PX] = [6.5, 0.3];
const FAN_PX = 25;
const SMALLEST_FAN_PX = 24;
/** Where a pile may stand beside the sign of its place, the best first, as parts of its own size. */
const WAYS = [
  [0, -1], [-1, 0], [0, 1], [1, 0],
  [0.25, -1], [-0.25, -1], [-1, -0.25], [-1, 0.25], [0.25, 1], [-0.25, 1], [1, -0.25], [1, 0.25],
];

/**
 * @typedef {object} Piles
 * @property {() => Box[]} boxes what they take now, in world pixels
 * @property {() => Box[]} fan what the one takes that is open
 * @property {(boxes: Box[]) => void} keepClear what they leave free if they can
 * @property {(numbers: Box[]) => void} keepOff numbers in circles, which they leave free if they can
 */
/**
 * Events that lie on one pile now.
 * @typedef {object} Shown
 * @property {import("../data/read.js").Feature[]} features
 * @property {number[]} at in steps of the sheet
 * @property {import("../map/boxes.js").Box} box in world pixels
 */
/** @typedef {import("./events.js").Item} Item */
/** @typedef {{point: number[], items: Item[], box: Box, spots: () => number[][]}} Pile */
/** @typedef {import("../map/boxes.js").Box} Box */

/**
 * Events of a country that would cover each other lie on one pile; the pile that is chosen opens
 * as a fan, so that each can be reached. A pile stands on its point, or so near that it leaves the
 * sign of the place free; never further off than it is wide, and never over a border.
 * @param {import("../page.js").Page} page
 */
export function drawPiles(page) {
  const { sheet, state, filter, drawn, scenes, view: { map } } = page;
  const layers = createEvents(page);
  const stems = svg("path", { class: "stems", "aria-hidden": "true" });
  const counts = svg("g", { class: "counts", "aria-hidden": "true" });
  const disc = svg("circle", { class: "fan" });
  const node = svg("g", { class: "piles" }, [disc, stems, counts]);
  node.append(...layers.map(({ marks }) => marks.node));
  sheet.lay("events", node);

  /** @type {Pile[]} */
  let piles = [];
  /** @type {Box[][]} */
  let [clear, off, fan] = [[], [], []];
  /** @type {Shown[]} */
  let found = [];
  const isHome = createBorders(page);
  let numberPx = COUNT_PX * letterScale();
  const draw = () => {
    const [scene, scale] = [state.get(), sheet.pixelsPerStep()];
    const { lit } = scenes.subject(scene);
    const places = drawn.places().filter(({ crowded }) => !crowded).map(({ feature, spot }) => boxAround(spot, halfOf(feature.layer) + FREE_PX));
    piles = [];
    for (const { marks, items } of layers) {
      const shown = items.filter(({ feature }) => filter.shown(feature))
        .sort((a, b) => Number(lit.has(b.feature.id)) - Number(lit.has(a.feature.id)));
      const on = new Set(shown.map(({ mark }) => mark));
      showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
      for (const pile of piled(shown, scale)) {
        piles.push({ ...pile, ...placed(pile, { scale, others: piles.map(({ box }) => box), places, clear, off, numberPx, isHome }) });
      }
    }
    const open = piles.find(({ items }) => {
      return items.length > 1 && items.some(({ feature }) => feature.id === scene.fan);
    });
    const reach = open ? fanReach(open.items.length) : 0;
    disc.toggleAttribute("data-off", !open);
    if (open) place(disc, open.point);
    fan = open ? [boxAround(open.point, reach + EVENT_PX * 2)] : [];
    setAttribute(disc, "r", reach + EVENT_PX * 2);
    const numbers = [];
    const lines = piles.flatMap((pile) => {
      const { point, items, box } = pile;
      const spots = pile === open ? fanned(point, items.length) : pile.spots();
      const [x, y] = middleOf(box);
      const beneath = open && pile !== open &&
        Math.hypot(x - open.point[0], y - open.point[1]) < reach + EVENT_PX * 3;
      items.forEach(({ mark }, k) => {
        place(mark, spots[k]);
        mark.classList.toggle("beneath", Boolean(beneath));
        if (items.length > 1 && pile !== open) setAttribute(mark, "data-piled", items.length);
        else mark.removeAttribute("data-piled");
      });
      // Of two numbers on each other, nobody could read either.
      if (pile !== open && !beneath && items.length >= COUNTED && !meets(numberOf(box, numberPx), off)) {
        const at = { x: box[2] - numberPx / 2, y: y + numberPx / 4 };
        numbers.push(svg("text", { class: "pile-count", ...at }, [String(items.length)]));
      }
      if (beneath) return [];
      return (pile === open ? spots : [nearest(box, point)]).map((spot) => {
        return `M${point.map(short).join(" ")}L${spot.map(short).join(" ")}`;
      });
    });
    setAttribute(stems, "d", lines.join(""));
    found = open ? [] : piles.map(({ items, box }) => ({ features: items.map(({ feature }) => feature), at: items[0].at, box }));
    renew(counts, numbers);
  };
  sheet.onZoom(() => {
    [clear, off] = [[], []]; // these lay where they did at another zoom
    draw();
  });
  map.on("resize", () => {
    numberPx = COUNT_PX * letterScale();
    draw();
  });
  state.on([...FILTERED, ...LIT, "fan"], draw);
  /** A pile that meets none of the new boxes has its best place already; only one that made way before may go back.
   * @param {Box[]} before @param {Box[]} now */
  const mayMove = (before, now) => before.length > 0 || piles.some(({ box }) => meets(box, now));
  drawn.events = () => found;
  drawn.piles = {
    boxes: () => piles.map(({ box }) => box),
    fan: () => fan,
    keepClear(others) {
      const moves = mayMove(clear, others);
      clear = others;
      if (moves) draw();
    },
    keepOff(numbers) {
      const near = numbers.filter((number) => piles.some(({ point }) => meets(number, [boxAround(point, FARTHEST_PX)])));
      if (String(near) === String(off)) return;
      const moves = mayMove(off, near);
      off = near;
      if (moves) draw();
    },
  };
}

/**
 * Make the test whether a spot lies in the country of an item: that of its point, or of its host
 * where the point lies off the coast as that is drawn.
 * @param {import("../page.js").Page} page
 * @returns {(item: Item, spot: number[]) => boolean} `spot` in steps of the sheet
 */
function createBorders({ atlas, projection, sheet }) {
  const areas = areasOf(atlas);
  /** @param {number[]} at */
  const placeOf = ([x, y]) => projection.inverse(x * STEP_M, -y * STEP_M);
  /** @param {Item} item */
  const homeOf = ({ at, feature }) => {
    const [lon, lat] = placeOf(at);
    return areas.find((area) => contains(area, lon, lat)) ?? areas.find(({ is }) => is.iso_a2 === countryOf(feature));
  };
  /** @type {Map<Item, import("../data/read.js").Feature | undefined>} */
  const homes = new Map();
  /** @type {Map<string, boolean>} what was asked at this zoom */
  const known = new Map();
  sheet.onZoom(() => known.clear());
  return (item, spot) => {
    if (!homes.has(item)) homes.set(item, homeOf(item));
    const home = homes.get(item);
    if (!home) return true;
    const key = [home.id, ...spot].join();
    const isInside = known.get(key) ?? contains(home, ...placeOf(spot));
    known.set(key, isInside);
    return isInside;
  };
}

/**
 * Gather items of a country that would cover each other.
 * @param {Item[]} items
 * @param {number} scale
 * @returns {{point: number[], items: Item[]}[]}
 */
function piled(items, scale) {
  /** @type {{point: number[], items: Item[]}[]} */
  const piles = [];
  for (const item of items) {
    const [x, y] = [item.at[0] * scale, item.at[1] * scale];
    const near = piles.find(({ point, items: [first] }) => {
      return Math.hypot(point[0] - x, point[1] - y) < NEAR_PX && countryOf(first.feature) === countryOf(item.feature);
    });
    if (near) near.items.push(item);
    else piles.push({ point: [x, y], items: [item] });
  }
  return piles;
}

/**
 * Where a pile stands: beside the sign of its place, rather with all its signs in sight than with
 * the first alone, or on its point; where it meets nothing, or else only names, or else only places,
 * or else as little of others as may be; in each case rather off the numbers of circles, or with its own number at least.
 * @param {{point: number[], items: Item[]}} pile
 * @param {{scale: number, others: Box[], places: Box[], clear: Box[], off: Box[], numberPx: number, isHome: ReturnType<typeof createBorders>}} room
 * @returns {{box: Box, spots: () => number[][]}}
 */
function placed({ point: [x, y], items }, { scale, others, places, clear, off, numberPx, isHome }) {
  const count = items.length;
  const number = count >= COUNTED ? numberPx : 0;
  const size = Math.max(EVENT_PX, ...items.map(({ feature }) => halfOf(feature.layer)));
  /** @param {number} peek @param {number[]} way */
  const at = (peek, [h, v]) => {
    const half = size + (peek * (Math.min(count, SEEN) - 1) + number) / 2;
    const box = boxAround([x + h * (half + PLACE_PX), y + v * (size + PLACE_PX)], half, size);
    return { box, spots: lazily(() => laid(box, count, peek)) };
  };
  /** @param {ReturnType<typeof at>} way */
  const isNear = ({ box, spots }) => spots().every(([u, v], i) => {
    const [from, to] = items[i].at.map((value) => value * scale);
    return Math.hypot(u - from, v - to) <= box[2] - box[0] && isHome(items[i], [u / scale, v / scale]);
  });
  const peeks = count > 1 ? [PEEK_PX, 0] : [0];
  const on = {
    box: boxAround([x + number / 2, y], size + number / 2, size),
    spots: lazily(() => items.map(({ at: [u, v] }) => [u * scale, v * scale])),
  };
  const ways = [...peeks.flatMap((peek) => WAYS.map((way) => at(peek, way))), on];
  const overlap = (/** @type {ReturnType<typeof at>} */ { box }) => others.reduce((sum, other) => sum + shared(box, other), 0);
  /** Places that leave them free, or with its own number at least. */
  const apart = [(/** @type {Box} */ box) => box, ...(number ? [(/** @type {Box} */ box) => numberOf(box, number)] : [])].map((part) => ways.filter(({ box }) => !meets(part(box), off)));
  for (const taken of [[...others, ...places, ...clear], [...others, ...places], others]) {
    const isFree = (/** @type {ReturnType<typeof at>} */ way) => !meets(way.box, taken) && (way === on || isNear(way));
    const free = [...apart.flat(), ...ways].find(isFree);
    if (free) return free;
  }
  return ways.filter(isNear).reduce((best, way) => (overlap(way) < overlap(best) ? way : best), on);
}

/**
 * The spots of a closed pile, side by side and over each other.
 * @param {Box} box
 * @param {number} count
 * @param {number} peek
 */
function laid(box, count, peek) {
  const [left, y] = [box[0] + (box[3] - box[1]) / 2, middleOf(box)[1]];
  return Array.from({ length: count }, (_, i) => [left + Math.min(i, SEEN - 1) * peek, y]);
}

/** What the number of a pile takes of it. @param {Box} box @param {number} wide */
function numberOf([, top, right, bottom], wide) {
  return [right - wide, top, right, bottom];
}

/** @param {number} count */
function fanReach(count) {
  return Math.max(SMALLEST_FAN_PX, (count * FAN_PX) / (2 * Math.PI));
}

/**
 * The spots of an open pile, around its point.
 * @param {number[]} point
 * @param {number} count
 */
function fanned([x, y], count) {
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count - Math.PI / 2;
    return [x + Math.cos(turn) * fanReach(count), y + Math.sin(turn) * fanReach(count)];
  });
}

/** @param {SVGElement} node @param {number[]} spot */
function place(node, spot) {
  setAttribute(node, "transform", `translate(${spot.map(short).join(" ")})`);
}

/** @param {number} value */
function short(value) {
  return value.toFixed(1);
}
