// @ts-check
import { setAttribute, svg } from "../../dom.js";
import { boxAround, createBoxIndex, inside, middleOf, nearest } from "../../map/boxes.js";
import { onScreen, strung } from "../network.js";
import { createLens, LENS_SIZES } from "./lens.js";
import { boxOf, setInType, spotOf } from "./lettering.js";

/** About so many letters stand on a line, and where that has no room. */
const LINE_LETTERS = [24, 11];
const PAD_PX = 6;
/** How far from its point a text may stand, the nearest first, and in how many directions. */
const REACHES_PX = [14, 26, 40, 58, 80, 106, 136, 170, 210, 260, 330, 420];
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
/** @typedef {import("../../map/boxes.js").BoxIndex} BoxIndex */
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
  /** @type {Map<string, Lettering[][]>} by scene: of each the wider, the narrower, and that with the name of its country */
  let sheets = new Map();
  /** @type {import("./lettering.js").Bound[]} what a line will lead to */
  let led = [];
  /** Where they stood, by node: what had room when callouts came so early says nothing of when they come later.
   * @type {WeakMap<SVGElement, {scale: number, point: number[], middle: number[]}>[]} */
  const stood = [new WeakMap(), new WeakMap(), new WeakMap()];
  let [beside] = stood;
  /** What the text beside the subject must not cover. */
  let subject = createBoxIndex();

  /**
   * Rather beside what it names than not at all; where it stood, if it still can.
   * @param {Lettering} type
   * @param {() => number[][]} spots where the line to it may end
   * @param {import("./room.js").Room} room
   * @param {object} [asked]
   * @param {(box: Box) => number} [asked.fault] how many pixels more of a line are as bad; infinite where the text would mislead
   * @param {(point: number[]) => boolean} [asked.isThere] whether a line that ended at a point may still do so
   * @returns {boolean} whether it has room
   */
  const put = (type, spots, room, { fault = () => 0, isThere = () => true } = {}) => {
    const { scale, seen, taken, signs, lines, written, isSeen } = room;
    const isOpen = (/** @type {Box} */ box) => inside(box, seen) && !taken.meets(box) && !subject.meets(box) && fault(box) < Infinity;
    const last = beside.get(type.node);
    const stays = last?.scale === scale && isThere(last.point) && isOpen(boxOf(type, last.middle)) && isSeen(boxAround(last.point, 3));
    const free = { isOpen, taken, avoided: [signs, lines], fault };
    /** @type {{point: number[], middle: number[], worth: number} | null} */
    let best = stays ? { ...last, worth: 0 } : null;
    for (const point of stays ? [] : spots().filter((each) => isSeen(boxAround(each, 3)))) {
      const found = besidePoint(point, type, free);
      if (found && found.worth < (best?.worth ?? Infinity)) best = { point, ...found };
      if (best && !fault(boxOf(type, best.middle))) break;
    }
    if (!best) return false;
    const { point, middle } = best;
    beside.set(type.node, { scale, point, middle });
    room.put(type, middle, point.map((value) => value / scale));
    led.push(written[written.length - 1]);
    taken.add(...alongLeader(point, boxOf(type, middle)));
    return true;
  };
  /** What the line from a callout may lead to: a line, or an event or its sign. @param {import("../../data/read.js").Feature} feature */
  const pointsOf = (feature) => {
    const piles = page.drawn.events().filter(({ features }) => features.some(({ id }) => id === feature.id));
    return [...beadsOf(feature, page), ...piles.map(({ box }) => middleOf(box))];
  };
  /** Some of these, from the middle on. @param {number[][]} beads */
  const spotsAlong = (beads) => {
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
        return notes.map((/** @type {string} */ text, /** @type {number} */ i) => {
          const [feature] = atlas.byId.get(scene.map.callouts[i].feature) ?? [];
          return { text, lang, own: feature?.layer.shape === "areas" ? [texts.name(feature)] : [] };
        });
      });
      const forms = [
        ...LINE_LETTERS.map((letters) => told.map((each) => ({ ...each, lines: linesOf(each.text, letters) }))),
        told.map((each) => ({ ...each, lines: [...each.own, ...linesOf(each.text, LINE_LETTERS[0])] })),
      ];
      const sets = forms.map((form) => setOnSheets(group, form));
      const each = told.map((_, i) => sets.map((set) => set[i]));
      sheets = new Map(atlas.story.map(({ id, map: { callouts: some } }) => [id, each.splice(0, some.length)]));
    },
    /**
     * A drawing begins.
     * @param {Box[]} signs what belongs to the subject beside its lines
     * @param {0 | 1 | 2} early how early they come
     * @returns what a line will lead to
     */
    begin(signs, early) {
      led = [];
      beside = stood[early];
      const lines = [...scenes.subject(state.get()).lit].flatMap((id) => atlas.byId.get(id)?.slice(0, 1) ?? [])
        .filter(({ layer: { shape } }) => shape === "network" || shape === "lines");
      subject = createBoxIndex([...lines.flatMap((line) => beadsOf(line, page).map((spot) => boxAround(spot, BEAD_HALF_PX))), ...signs]);
      return led;
    },
    put,
    /** Whether one of the scene tells of a feature. @param {string} id */
    tells: (id) => Boolean(scenes.told(state.get())?.map.callouts.some(({ feature }) => feature === id)),
    /**
     * The callouts of the scene, as large as there is room.
     * @param {import("./room.js").Room} room
     * @param {(id: string) => number[][]} within spots on a country
     * @param {Set<string>} named countries that have their names on the map
     * @returns {boolean} whether all have room
     */
    putAll(room, within, named) {
      const scene = scenes.told(state.get());
      return !scene || scene.map.callouts.filter(({ feature: id, lens }, i) => {
        const feature = (atlas.byId.get(id) ?? []).find((each) => filter.shown(each));
        const [wide, narrow, full] = sheets.get(scene.id)?.[i] ?? [];
        if (!feature) return false;
        const isArea = feature.layer.shape === "areas";
        const spots = () => (isArea ? within(id) : spotsAlong(pointsOf(feature)));
        const isThere = (/** @type {number[]} */ point) => isArea || pointsOf(feature).some((each) => `${each}` === `${point}`);
        const forms = isArea && !named.has(id) ? [full] : [wide, narrow];
        const types = [...(lens ? LENS_SIZES : []).map((size) => () => underLens(feature, forms[0], size)), ...forms.map((form) => () => form)];
        const isPut = types.some((type) => put(type(), spots, room, { isThere }));
        return !isPut;
      }).length === 0;
    },
    /** Draw the lines to where texts stand now. @param {import("./lettering.js").Bound[]} texts @param {number} scale */
    lead(texts, scale) {
      const lines = texts.map((name) => {
        const point = name.at.map((value) => value * scale);
        return [point, nearest(boxOf(name.type, spotOf(name, scale)), point)];
      });
      setAttribute(leaders, "d", lines.map((line) => `M${line.join("L")}`).join(""));
      setAttribute(ends, "d", lines.map(([point]) => `M${point}h0`).join(""));
    },
  };
}

/**
 * Set texts on small sheets of their own.
 * @param {SVGElement} group where they are drawn
 * @param {{text: string, lang: string, lines: string[]}[]} texts
 * @returns {Lettering[]}
 */
function setOnSheets(group, texts) {
  const set = setInType(group, texts.map((each) => ({ ...each, kind: "callout" })));
  return set.map((type) => {
    const [width, height] = [type.width + 2 * PAD_PX, type.height + PAD_PX];
    type.node.setAttribute("y", type.rise.toFixed(1));
    const sheet = svg("rect", { class: "note", x: -width / 2, y: -height / 2, width, height, rx: 4 });
    // An element of its own, for that can be put somewhere as a text can.
    return { ...type, node: svg("svg", { class: "callout" }, [sheet, type.node]), width, height, rise: 0 };
  });
}

/** Lines of about one length. @param {string} text @param {number} letters on a line */
function linesOf(text, letters) {
  const most = text.length / Math.ceil(text.length / letters);
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
  return sheet.shapeOf(feature).flatMap((course) => {
    const points = onScreen(course, scale);
    return [...strung(points), points[points.length - 1]];
  });
}

/**
 * Where a text may stand beside a point, as near as may be.
 * @param {number[]} point
 * @param {Lettering} type
 * @param {object} room
 * @param {(box: Box) => boolean} room.isOpen whether the text may stand there
 * @param {BoxIndex} room.taken what the line to it rather does not cover
 * @param {BoxIndex[]} room.avoided what it rather should not
 * @param {(box: Box) => number} room.fault how bad it is to stand there
 * @returns {{middle: number[], worth: number} | null} its middle, and how bad that is
 */
function besidePoint(point, { width, height }, { isOpen, taken, avoided, fault }) {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  let least = Infinity;
  /** @type {{middle: number[], worth: number} | null} */
  let best = null;
  for (const reach of REACHES_PX) {
    if (reach > least) break;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [h, v] = [Math.cos((2 * Math.PI * turn) / TURNS), Math.sin((2 * Math.PI * turn) / TURNS)];
      const middle = [point[0] + h * (reach + halfWidth), point[1] + v * (reach + halfHeight)];
      const box = boxAround(middle, halfWidth + 2, halfHeight + 2);
      if (!isOpen(box)) continue;
      const crossed = alongLeader(point, box).slice(1).filter(taken.meets);
      const over = avoided.some((field) => field.meets(box)) ? OVER_PX : 0;
      const worth = reach + over + crossed.length * CROSSED_PX + fault(box);
      if (worth < least) [least, best] = [worth, { middle, worth }];
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
