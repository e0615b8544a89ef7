// @ts-check
import { setAttribute, svg } from "../../dom.js";
import { parts } from "../../data/read.js";
import { boxAround, inside, meets, nearest } from "../../map/boxes.js";
import { onScreen, strung } from "../network.js";
import { createLens, LENS_SIZES } from "./lens.js";
import { boxOf, setInType, spotOf } from "./lettering.js";

/** About so many letters stand on a line. */
const LINE_LETTERS = 24;
const PAD_PX = 6;
/** How far from its point a text may stand, the nearest first, and in how many directions. */
const REACHES_PX = [14, 26, 40, 58, 80, 106, 136, 170, 210, 260];
const TURNS = 16;
/** Points along a leader, this near to each other, stand for it. */
const LEADER_PX = 6;
/** To run over what has stepped back is as bad as so many pixels more. */
const OVER_PX = 30;
/** So bad is it for a leader to run over each point of a name. */
const CROSSED_PX = 15;
/** Points along a line of the subject keep this free around them, so that none of it is covered. */
const BEAD_HALF_PX = 7;
/** How many spots are tried for the end of a line to a text. */
export const MOST_SPOTS = 12;

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./lettering.js").Lettering} Lettering */

/** @typedef {ReturnType<typeof createCallouts>} Callouts */

/**
 * Texts that stand beside what they tell of, with a line to it: those of the scene, and names that
 * have no room where they belong.
 * @param {import("../../page.js").Page} page
 * @param {SVGElement} group where labels are drawn
 */
export function createCallouts(page, group) {
  const { atlas, texts, state, scenes, filter } = page;
  const [leaders, ends] = ["leaders", "ends"].map((name) => svg("path", { class: name }));
  const underLens = createLens(page);
  /** @type {Map<string, Lettering[]>} by scene */
  let sheets = new Map();
  /** @type {import("./lettering.js").Bound[]} what a line leads to */
  let led = [];
  /** @type {WeakMap<SVGElement, {scale: number, point: number[], middle: number[]}>} where they stood, by node */
  const beside = new WeakMap();
  /** @type {Box[]} what the text beside the subject must not cover */
  let subject = [];

  /**
   * Rather beside what it names than not at all; where it stood, if it still can.
   * @param {Lettering} type
   * @param {() => number[][]} spots where the line to it may end
   * @param {import("./room.js").Room} room
   * @returns {boolean} whether it has room
   */
  const put = (type, spots, room) => {
    const { scale, seen, taken, signs, lines, written, isSeen } = room;
    const isOpen = (/** @type {Box} */ box) => inside(box, seen) && !meets(box, taken) && !meets(box, subject);
    const last = beside.get(type.node);
    const stays = last?.scale === scale && isOpen(boxOf(type, last.middle)) && isSeen(boxAround(last.point, 3));
    const free = { seen, taken, subject, avoided: [...signs, ...lines] };
    for (const point of stays ? [last.point] : spots().filter((each) => isSeen(boxAround(each, 3)))) {
      const middle = stays ? last.middle : besidePoint(point, type, free);
      if (!middle) continue;
      beside.set(type.node, { scale, point, middle });
      room.put(type, middle, point.map((value) => value / scale));
      led.push(written[written.length - 1]);
      taken.push(...alongLeader(point, boxOf(type, middle)));
      return true;
    }
    return false;
  };
  /** Where the line from the callout of a line may end. @param {import("../../data/read.js").Feature} feature */
  const spotsAlong = (feature) => {
    const beads = beadsOf(feature, page);
    const stride = Math.max(1, beads.length / MOST_SPOTS);
    return Array.from({ length: Math.min(beads.length, MOST_SPOTS) }, (_, i) => {
      return beads[Math.floor((beads.length + (i % 2 ? i : -i) * stride) / 2)];
    }).filter(Boolean);
  };

  return {
    nodes: [leaders, ends],
    letter() {
      const told = atlas.story.flatMap((scene) => {
        const { callouts: notes, lang } = texts.scene(scene);
        return notes.map((/** @type {string} */ text) => ({ text, lang }));
      });
      const set = setOnSheets(group, told);
      sheets = new Map(atlas.story.map(({ id, map: { callouts: some } }) => [id, set.splice(0, some.length)]));
    },
    /** A drawing begins. @param {Box[]} signs what belongs to the subject beside its lines */
    begin(signs) {
      led = [];
      const lines = [...scenes.subject(state.get()).lit].flatMap((id) => atlas.byId.get(id)?.slice(0, 1) ?? [])
        .filter(({ layer: { shape } }) => shape === "network" || shape === "lines");
      subject = [...lines.flatMap((line) => beadsOf(line, page).map((spot) => boxAround(spot, BEAD_HALF_PX))), ...signs];
    },
    put,
    /**
     * The callouts of the scene.
     * @param {import("./room.js").Room} room
     * @param {(id: string) => number[][]} within spots on a country
     */
    putAll(room, within) {
      const scene = scenes.told(state.get());
      scene?.map.callouts.forEach(({ feature: id, lens }, i) => {
        const feature = (atlas.byId.get(id) ?? []).find((each) => filter.shown(each));
        const callout = /** @type {any} */ (sheets.get(scene.id))[i];
        if (!feature) return;
        const spots = () => (feature.layer.shape === "areas" ? within(id) : spotsAlong(feature));
        const sizes = lens ? LENS_SIZES : [];
        sizes.some((size) => put(underLens(feature, callout, size), spots, room)) || put(callout, spots, room);
      });
    },
    /** Draw the lines to where the texts stand now. @param {number} scale */
    lead(scale) {
      const lines = led.map((name) => {
        const point = name.at.map((value) => value * scale);
        return [point, nearest(boxOf(name.type, spotOf(name, scale)), point)];
      });
      setAttribute(leaders, "d", lines.map((line) => `M${line.join("L")}`).join(""));
      setAttribute(ends, "d", lines.map(([point]) => `M${point}h0`).join(""));
    },
    /** @param {import("./lettering.js").Bound} name */
    isLed: (name) => led.includes(name),
  };
}

/**
 * Set texts on small sheets of their own, on lines of about one length.
 * @param {SVGElement} group where they are drawn
 * @param {{text: string, lang: string}[]} texts
 * @returns {Lettering[]}
 */
function setOnSheets(group, texts) {
  const set = setInType(group, texts.map(({ text, lang }) => ({ text, lang, kind: "callout", lines: linesOf(text) })));
  return set.map((type) => {
    const [width, height] = [type.width + 2 * PAD_PX, type.height + PAD_PX];
    type.node.setAttribute("y", type.rise.toFixed(1));
    const sheet = svg("rect", { class: "note", x: -width / 2, y: -height / 2, width, height, rx: 4 });
    // An element of its own, for that can be put somewhere as a text can.
    return { ...type, node: svg("svg", { class: "callout" }, [sheet, type.node]), width, height, rise: 0 };
  });
}

/** @param {string} text */
function linesOf(text) {
  const most = text.length / Math.ceil(text.length / LINE_LETTERS);
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + word.length / 2 > most) {
      lines.push(line);
      line = "";
    }
    line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

/**
 * Points along what is drawn of a feature, in pixels; of points themselves, these.
 * @param {import("../../data/read.js").Feature} feature
 * @param {Pick<import("../../page.js").Page, "sheet" | "drawn">} page
 * @returns {number[][]}
 */
function beadsOf(feature, { sheet, drawn }) {
  if (feature.layer.shape === "network") return drawn.beads(feature.id);
  const scale = sheet.pixelsPerStep();
  return parts(feature).map(sheet.gridAll).flatMap((course) => {
    const points = onScreen(course, scale);
    return [...strung(points), points[points.length - 1]];
  });
}

/**
 * Where a text may stand beside a point, as near as may be.
 * @param {number[]} point
 * @param {Lettering} type
 * @param {object} room
 * @param {Box} room.seen what is in sight
 * @param {Box[]} room.taken what the text may not cover, and the line to it rather not
 * @param {Box[]} room.subject what the text may not cover
 * @param {Box[]} room.avoided what it rather should not
 * @returns {number[] | undefined} its middle
 */
function besidePoint(point, { width, height }, { seen, taken, subject, avoided }) {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  let least = Infinity;
  let best;
  for (const reach of REACHES_PX) {
    if (reach > least) break;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [h, v] = [Math.cos((2 * Math.PI * turn) / TURNS), Math.sin((2 * Math.PI * turn) / TURNS)];
      const middle = [point[0] + h * (reach + halfWidth), point[1] + v * (reach + halfHeight)];
      const box = boxAround(middle, halfWidth + 2, halfHeight + 2);
      if (!inside(box, seen) || meets(box, taken) || meets(box, subject)) continue;
      const crossed = alongLeader(point, box).slice(1).filter((spot) => meets(spot, taken));
      const worth = reach + (meets(box, avoided) ? OVER_PX : 0) + crossed.length * CROSSED_PX;
      if (worth < least) [least, best] = [worth, middle];
    }
  }
  return best;
}

/**
 * Boxes along the line from a point to a text.
 * @param {number[]} point
 * @param {Box} box
 * @returns {Box[]}
 */
function alongLeader([x, y], box) {
  const [endX, endY] = nearest(box, [x, y]);
  const count = Math.ceil(Math.hypot(endX - x, endY - y) / LEADER_PX);
  return Array.from({ length: count }, (_, i) => {
    return boxAround([x + ((endX - x) * i) / count, y + ((endY - y) * i) / count], 1.5);
  });
}
