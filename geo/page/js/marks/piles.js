// @ts-check
import { svg } from "../dom.js";
import { boxAround, meets, middleOf, nearest } from "../map/boxes.js";
import { FILTERED } from "../data/filter.js";
import { createEvents } from "./events.js";
import { showMarks } from "./marks.js";
import { LIT } from "../state/scenes.js";

const NEAR_PX = 12;
const EVENT_PX = 7;
/** How far a sign of a pile peeks out from under the one above it, and how many are seen. */
const PEEK_PX = 5;
const SEEN = 3;
const COUNT_PX = 16;
/** From so many on, a number says how many lie on a pile. */
const COUNTED = 3;
const STEP_PX = 3;
const CLEAR_PX = 8;
const FAN_PX = 25;
const SMALLEST_FAN_PX = 24;
/** Where a pile may stand when its point is taken, the best first. */
const WAYS = [[0, -1], [-1, 0], [0, 1], [1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]];

/**
 * @typedef {object} Piles
 * @property {() => import("../map/boxes.js").Box[]} boxes what they take now, in world pixels
 * @property {(boxes: import("../map/boxes.js").Box[]) => void} keepClear what they shall leave free
 */
/**
 * Events that lie on one pile now.
 * @typedef {object} Shown
 * @property {import("../data/read.js").Feature[]} features
 * @property {number[]} at in steps of the sheet
 * @property {import("../map/boxes.js").Box} box in world pixels
 */
/** @typedef {import("./events.js").Item} Item */
/** @typedef {{point: number[], items: Item[]}} Pile */

/**
 * Events that would cover each other lie on one pile, with its foot on their point; the pile that
 * is chosen opens as a fan, so that each can be reached.
 * @param {import("../page.js").Page} page
 */
export function drawPiles(page) {
  const { sheet, state, filter, drawn, scenes } = page;
  const layers = createEvents(page);
  const stems = svg("path", { class: "stems", "aria-hidden": "true" });
  const counts = svg("g", { class: "counts", "aria-hidden": "true" });
  const disc = svg("circle", { class: "fan" });
  const node = svg("g", { class: "piles" }, [disc, stems, counts]);
  node.append(...layers.map(({ marks }) => marks.node));
  sheet.lay("events", node);

  /** @type {import("../map/boxes.js").Box[]} */
  let boxes = [];
  /** @type {import("../map/boxes.js").Box[]} */
  let clear = [];
  /** @type {Shown[]} */
  let found = [];
  const draw = () => {
    const [scene, scale] = [state.get(), sheet.pixelsPerStep()];
    const lit = scenes.lit(scene);
    const roomy = drawn.places().filter(({ crowded }) => !crowded);
    const taken = [...roomy.map(({ spot }) => boxAround(spot, CLEAR_PX)), ...clear];
    const piles = layers.flatMap(({ marks, items }) => {
      const shown = items.filter(({ feature }) => filter.shown(feature))
        .sort((a, b) => Number(lit.has(b.feature.id)) - Number(lit.has(a.feature.id)));
      const on = new Set(shown.map(({ mark }) => mark));
      showMarks(marks, (mark) => on.has(/** @type {SVGElement} */ (mark)));
      return piled(shown, scale);
    });
    boxes = piles.map(({ point, items }) => {
      const box = freeBox(point, items.length, taken);
      taken.push(box);
      return box;
    });
    const open = piles.find(({ items }) => {
      return items.length > 1 && items.some(({ feature }) => feature.id === scene.fan);
    });
    const reach = open ? fanReach(open.items.length) : 0;
    disc.toggleAttribute("data-off", !open);
    if (open) place(disc, open.point);
    disc.setAttribute("r", String(reach + EVENT_PX * 2));
    const numbers = [];
    const lines = piles.flatMap((pile, i) => {
      const { point, items } = pile;
      const spots = pile === open ? fanned(point, items.length) : laid(boxes[i], items.length);
      const [x, y] = middleOf(boxes[i]);
      const beneath = open && pile !== open &&
        Math.hypot(x - open.point[0], y - open.point[1]) < reach + EVENT_PX * 3;
      items.forEach(({ mark }, k) => {
        place(mark, spots[k]);
        mark.classList.toggle("beneath", Boolean(beneath));
        if (items.length > 1 && pile !== open) mark.dataset.piled = String(items.length);
        else delete mark.dataset.piled;
      });
      if (pile !== open && !beneath && items.length >= COUNTED) {
        const at = { x: boxes[i][2] - COUNT_PX / 2, y: y + 4 };
        numbers.push(svg("text", { class: "pile-count", ...at }, [String(items.length)]));
      }
      if (beneath) return [];
      return (pile === open ? spots : [nearest(boxes[i], point)]).map((spot) => {
        return `M${point.map(short).join(" ")}L${spot.map(short).join(" ")}`;
      });
    });
    stems.setAttribute("d", lines.join(""));
    found = open ? [] : piles.map(({ items }, i) => ({ features: items.map(({ feature }) => feature), at: items[0].at, box: boxes[i] }));
    counts.replaceChildren(...numbers);
  };
  sheet.onZoom(draw);
  state.on([...FILTERED, ...LIT, "fan"], draw);
  drawn.events = () => found;
  drawn.piles = {
    boxes: () => boxes,
    keepClear(others) {
      if (!clear.length && !others.length) return;
      clear = others;
      draw();
    },
  };
}

/**
 * Gather items that would cover each other.
 * @param {Item[]} items
 * @param {number} scale
 * @returns {Pile[]}
 */
function piled(items, scale) {
  /** @type {Pile[]} */
  const piles = [];
  for (const item of items) {
    const [x, y] = [item.at[0] * scale, item.at[1] * scale];
    const near = piles.find(({ point }) => Math.hypot(point[0] - x, point[1] - y) < NEAR_PX);
    if (near) near.items.push(item);
    else piles.push({ point: [x, y], items: [item] });
  }
  return piles;
}

/**
 * The box of a pile: on its point, or as near to it as there is room.
 * @param {number[]} point
 * @param {number} count
 * @param {import("../map/boxes.js").Box[]} taken
 * @returns {import("../map/boxes.js").Box}
 */
function freeBox([x, y], count, taken) {
  const number = count >= COUNTED ? COUNT_PX : 0;
  const half = EVENT_PX + (PEEK_PX * (Math.min(count, SEEN) - 1) + number) / 2;
  const on = boxAround([x + number / 2, y], half, EVENT_PX);
  if (!meets(on, taken)) return on;
  for (let away = CLEAR_PX; ; away += STEP_PX) {
    for (const [h, v] of WAYS) {
      const box = boxAround([x + h * (half + away), y + v * (EVENT_PX + away)], half, EVENT_PX);
      if (!meets(box, taken)) return box;
    }
  }
}

/**
 * The spots of a closed pile, side by side and over each other.
 * @param {import("../map/boxes.js").Box} box
 * @param {number} count
 */
function laid(box, count) {
  const [left, y] = [box[0] + EVENT_PX, middleOf(box)[1]];
  return Array.from({ length: count }, (_, i) => [left + Math.min(i, SEEN - 1) * PEEK_PX, y]);
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
  node.setAttribute("transform", `translate(${spot.map(short).join(" ")})`);
}

/** @param {number} value */
function short(value) {
  return value.toFixed(1);
}
