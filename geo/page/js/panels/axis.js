// @ts-check
import { letterScale, svg } from "../dom.js";
import { eventsOf, firstYear } from "../data/layers.js";
import { dayOf, yearsTo } from "../data/days.js";
import { spanOf } from "../data/time.js";

/** Years between two labels, as few as there is room for. */
const TICKS_YEARS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const TICK_PX = 44;
/** From one year to the next there must be so much room for a notch. */
const NOTCH_PX = 6;
/** From the top of the bar: the rows of names, the histogram beneath them, the years. */
const HIGH = { names: [4, 17], bars: [34, 60], years: 76 };
/** The same where the bar is but a strip. */
const LOW = { names: [], bars: [8, 32], years: 45 };
const LOW_PX = 60;
/** What a caption keeps free beside it, and from the base of the bars. */
const [CAPTION_PX, CAPTION_UP_PX] = [10, 6];
const CAPTIONS = ["time.caption", "time.empty"];

/**
 * The axis of time: the years, a histogram of events, and a hand for each of the days that are shown.
 * @param {Pick<import("../page.js").Page, "atlas" | "texts" | "state">} page
 * @param {HTMLElement} line what it fills
 * @param {import("../data/calendar.js").Calendar} calendar
 */
export function createAxis({ atlas, texts, state }, line, calendar) {
  const { date: today } = atlas.edition;
  const first = firstYear(atlas);
  const drawing = svg("svg", { "aria-hidden": "true" });
  line.prepend(drawing);
  const hand = svg("path", { class: "hand" });
  const grip = svg("circle", { class: "grip", r: 6.5 });
  const [handThen, gripThen] = [svg("path", { class: "other-hand" }), svg("circle", { class: "other-grip", r: 6 })];
  const between = svg("path", { class: "between" });
  /** What is pale before its day, and bars outside of the year when that is seen alone.
   * @type {{node: SVGElement, day: string, year: string}[]} */
  let bars = [];
  /** What follows from the size of the window and of the type: `unit` is that beside the usual one; `lines`,
   * where those of turning points stand; `captions`, how wide each is.
   * @type {typeof HIGH & {wide: number, unit: number, lines: number[], captions: number[]}} */
  let layout = { ...HIGH, wide: 0, unit: 1, lines: [], captions: [] };
  /** Where a day is, in pixels. @param {string} day */
  const xOf = (day) => (yearsTo(day, first) / yearsTo(today, first)) * layout.wide;

  const move = () => {
    const { date, then } = state.get();
    const isYear = spanOf(state.get()) === "year";
    [hand, grip].forEach((node) => node.setAttribute("transform", `translate(${xOf(date)})`));
    [handThen, gripThen, between].forEach((node) => node.toggleAttribute("data-off", then === null));
    if (then) {
      [handThen, gripThen].forEach((node) => node.setAttribute("transform", `translate(${xOf(then)})`));
      between.setAttribute("d", `M${xOf(then)} ${layout.bars[1]}H${xOf(date)}`);
    }
    for (const { node, day, year } of bars) {
      node.classList.toggle("later", day > date || (isYear && year !== date.slice(0, 4)));
    }
  };

  /** How many events began in each year. */
  const perYear = () => {
    /** @type {Map<number, number>} */
    const years = new Map();
    for (const [day, n] of calendar.events()) years.set(Number(day.slice(0, 4)), (years.get(Number(day.slice(0, 4))) ?? 0) + n);
    return years;
  };

  const ticks = () => {
    const perYearPx = layout.wide / yearsTo(today, first);
    const [step, end] = [TICKS_YEARS.find((each) => each * perYearPx > TICK_PX * layout.unit) ?? 1000, Number(today.slice(0, 4))];
    const notches = perYearPx < NOTCH_PX ? [] : Array.from({ length: end - first + 1 }, (_, i) => xOf(dayOf(first + i)));
    const years = [];
    for (let year = Math.ceil(first / step) * step; year <= end; year += step) {
      years.push(svg("text", { class: "tick", x: xOf(dayOf(year)), y: layout.years }, [texts.date(dayOf(year), "year")]));
    }
    return { years, notches: notches.map((x) => `M${x.toFixed(1)} ${layout.bars[1]}v3`).join("") };
  };

  /** What does not change while time goes on.
   * @returns {string} what is said of the bars, if it finds no room among them */
  const draw = () => {
    const { wide, lines, captions, names, bars: [top, base] } = layout;
    const counts = perYear();
    const most = Math.max(1, ...counts.values());
    const taken = [...lines, wide].map((x) => [x, x]);
    bars = [...counts].map(([year, length]) => {
      const [from, to] = [year, year + 1].map((each) => xOf(dayOf(each)));
      const [height, x, width] = [(length / most) * (base - top), from + (to - from) * 0.15, Math.max(1, Math.min(to, wide) - from) * 0.7];
      const node = svg("rect", { class: "bar", x, y: base - height, width, height, rx: 1.5 });
      if (height > CAPTION_UP_PX / 2) taken.push([x, x + width]);
      return { node, day: dayOf(year), year: dayOf(year).slice(0, 4) };
    });
    const told = counts.size ? 0 : 1;
    const [said, free] = [eventsOf(atlas).length ? texts.say(CAPTIONS[told]) : "", freeFrom(taken, captions[told] + 2 * CAPTION_PX)];
    const caption = names.length && free !== null ? [svg("text", { class: "caption", x: free + CAPTION_PX, y: base - CAPTION_UP_PX }, [said])] : [];
    [hand, handThen].forEach((node) => node.setAttribute("d", `M0 ${top - 4}V${base}`));
    [grip, gripThen].forEach((node) => node.setAttribute("cy", String(base)));
    const { years, notches } = ticks();
    drawing.replaceChildren(
      svg("path", { class: "axis", d: `M0 ${base}H${wide}${notches}` }),
      ...bars.map(({ node }) => node), ...years, ...caption, between, handThen, gripThen, hand, grip,
    );
    move();
    return caption.length ? "" : said;
  };

  return {
    xOf,
    draw,
    move,
    /** What changes with the size of the window, with the language and with the type.
     * @param {ReturnType<typeof import("./milestones.js").createMilestones>} milestones */
    lay: (milestones) => {
      const unit = letterScale();
      const [high, wide] = [line.clientHeight, line.clientWidth];
      const { names, bars: ends, years } = high < LOW_PX * unit ? LOW : HIGH;
      const scaled = (/** @type {number[]} */ heights) => heights.map((height) => height * unit);
      layout = { ...layout, wide, unit, names: scaled(names), bars: scaled(ends), years: years * unit };
      layout.lines = milestones.lay(layout.names, layout.bars[1], wide);
      const set = CAPTIONS.map((key) => svg("text", { class: "caption" }, [texts.say(key)]));
      drawing.replaceChildren(...set);
      layout.captions = set.map((text) => /** @type {SVGTextElement} */ (text).getComputedTextLength());
    },
  };
}

/**
 * Where so much room begins that nothing takes, the last of which marks the end.
 * @param {number[][]} taken from where to where
 * @param {number} room
 */
function freeFrom(taken, room) {
  let from = 0;
  for (const [start, end] of taken.sort(([a], [b]) => a - b)) {
    if (start - from > room) return from;
    from = Math.max(from, end);
  }
  return null;
}
