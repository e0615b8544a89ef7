// @ts-check
import { byId, element, svg } from "../dom.js";
import { keysOf } from "../data/filter.js";
import { eventsOf, featuresIn, firstYear, ofShape } from "../data/layers.js";
import { grouped } from "../data/read.js";
import { inHue } from "../marks/signs.js";

const TICK_YEARS = 5;
const FEW_TICKS_YEARS = 10;
const DAY_MS = 86400000;
/** From the top of the bar: the rows of names, the histogram beneath them, the years. */
const HIGH = { names: [13, 26], bars: [34, 60], years: 76 };
/** The same where the bar is but a strip. */
const LOW = { names: [], bars: [8, 32], years: 45 };
const LOW_PX = 60;
const NAME_GAP_PX = 10;
const TICK_PX = 4;
const CAPTION_PX = 10;
/** While it plays: months to a step, and the time that a step is seen. */
const PLAY = { months: 3, ms: 160 };
const PLAY_CALMLY = { months: 12, ms: 1000 };
/** Which events: all until the day, or those of its year. */
const SPANS = /** @type {const} */ (["so_far", "year"]);
const ICONS = { play: "M4 2l10 6-10 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };

/**
 * The bar of time: a histogram of events, marks of turning points, and a handle for the day that
 * the map shows. Everything else follows `date` and `span`.
 * @param {import("../page.js").Page} page
 */
export function addTimeBar({ atlas, texts, state, calm }) {
  const { date: today } = atlas.edition;
  const first = firstYear(atlas);
  const last = monthOf(today, first);
  const range = /** @type {HTMLInputElement} */ (
    element("input", { type: "range", id: "date", min: 0, max: last, step: 1 })
  );
  const drawing = inHue(svg("svg", { "aria-hidden": "true" }), ofShape(atlas, "network")[0]?.hue);
  const line = element("div", { id: "time-line" }, [drawing, range]);
  const play = element("button", { type: "button", id: "play" });
  const [shown, told] = [element("strong"), element("p", { class: "told" })];
  const now = element("button", { type: "button", id: "today" });
  const spans = SPANS.map((kind) => {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => state.set({ span: kind }));
    return button;
  });
  const span = element("div", { id: "span", role: "group" }, spans);
  byId("time").append(play, line, element("div", { id: "now" }, [element("div", {}, [shown, now]), told, span]));

  /** How wide the line is, as last drawn. */
  let wide = 0;
  const xOf = (/** @type {string} */ day) => (yearsTo(day, first) / yearsTo(today, first)) * wide;

  const hand = svg("path", { class: "hand" });
  const grip = svg("circle", { class: "grip", r: 6.5 });
  /** What is pale before its day, and bars outside of the year when that is seen alone.
   * @type {{node: SVGElement, day: string, year?: string}[]} */
  let dated = [];

  /** What does not change while time goes on. */
  const draw = () => {
    wide = line.clientWidth;
    const low = line.clientHeight < LOW_PX;
    const { names, bars: [top, base], years: below } = low ? LOW : HIGH;
    const { hidden } = state.get();
    const events = featuresIn(eventsOf(atlas));
    const seen = events.filter((event) => !keysOf(event).some((key) => hidden.has(key)));
    const perYear = grouped(seen, ({ is, layer }) => Number(is[layer.time[0]].slice(0, 4)));
    const most = Math.max(1, ...[...perYear.values()].map(({ length }) => length));
    const bars = [...perYear].map(([year, { length }]) => {
      const [from, to] = [`${year}-01-01`, `${year + 1}-01-01`].map((day) => xOf(day));
      const height = (length / most) * (base - top);
      const node = svg("rect", {
        class: "bar", x: from + (to - from) * 0.15, y: base - height,
        width: Math.max(1, Math.min(to, wide) - from) * 0.7, height, rx: 1.5,
      });
      return { node, day: `${year}-01-01`, year: String(year) };
    });
    const years = [];
    const step = low ? FEW_TICKS_YEARS : TICK_YEARS;
    for (let year = Math.ceil(first / step) * step; year <= Number(today.slice(0, 4)); year += step) {
      const x = xOf(`${year}-01-01`);
      years.push(svg("text", { class: "tick", x, y: below }, [texts.date(`${year}-01-01`, "year")]));
    }
    const caption = low ? [] : [svg("text", { class: "caption", x: CAPTION_PX, y: base - 6 }, [texts.say("time.caption")])];
    const marks = milestones(names, base);
    dated = [...bars, ...marks];
    // Names lie over the lines of others.
    const [lines, words] = ["path", "text"].map((name) => marks.flatMap(({ node }) => (node.localName === name ? node : [])));
    hand.setAttribute("d", `M0 ${top - 4}V${base}`);
    grip.setAttribute("cy", String(base));
    drawing.replaceChildren(
      svg("path", { class: "axis", d: `M0 ${base}H${wide}` }),
      ...bars.map(({ node }) => node), ...lines, ...words, ...years, ...caption, hand, grip,
    );
    move();
  };

  const move = () => {
    const { date, span: kind } = state.get();
    [hand, grip].forEach((node) => node.setAttribute("transform", `translate(${xOf(date)})`));
    for (const { node, day, year } of dated) {
      const other = kind === "year" && year && year !== date.slice(0, 4);
      node.classList.toggle("later", day > date || Boolean(other));
    }
  };

  /** Turning points: a line with a name where there is room for it, or else a tick beneath the bars.
   * @param {number[]} rows @param {number} base */
  const milestones = (rows, base) => {
    const ends = rows.map(() => -Infinity);
    const names = atlas.milestones.map((mark) => {
      return svg("text", { class: "mark-name", x: xOf(mark.date) + 4 }, [texts.field(mark, "label")]);
    });
    drawing.append(...names); // all of them first: to measure one lays out what is new
    const widths = names.map((name) => /** @type {any} */ (name).getComputedTextLength() + NAME_GAP_PX);
    return atlas.milestones.flatMap((mark, i) => {
      const [x, name, width] = [xOf(mark.date), names[i], widths[i]];
      const row = ends.findIndex((end) => x > end && x + width < wide);
      if (row >= 0) ends[row] = x + width;
      if (row >= 0) name.setAttribute("y", String(rows[row]));
      const [from, to] = row < 0 ? [base, base + TICK_PX] : [rows[row] - 9, base];
      const stroke = svg("path", { class: "mark-line", d: `M${x} ${from}V${to}` });
      return (row < 0 ? [stroke] : [stroke, name]).map((node) => ({ node, day: mark.date }));
    });
  };

  const say = () => {
    const { date, span: kind } = state.get();
    const mark = atlas.milestones.findLast((each) => each.date <= date);
    range.value = String(monthOf(date, first));
    range.setAttribute("aria-label", texts.say("time.handle"));
    range.setAttribute("aria-valuetext", texts.day(date));
    shown.textContent = texts.brief(date);
    // its name first, which a narrow bar cuts last; it may be over long since
    told.textContent = mark ? `${texts.field(mark, "label")}, ${texts.date(mark.date, mark.date_prec)}` : "";
    span.setAttribute("aria-label", texts.say("span.heading"));
    SPANS.forEach((each, i) => {
      spans[i].textContent = texts.say(`span.${each}`);
      spans[i].setAttribute("aria-pressed", String(each === kind));
    });
    now.textContent = texts.say("time.today");
    now.hidden = date === today;
  };

  range.addEventListener("input", () => {
    stop();
    const month = Number(range.value);
    state.set({ date: month === last ? today : lastDayOf(month, first) });
  });
  now.addEventListener("click", () => state.set({ date: today }));

  let timer = 0;
  const showPlay = () => {
    play.replaceChildren(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [
      svg("path", { d: timer ? ICONS.pause : ICONS.play }),
    ]));
    play.setAttribute("aria-label", texts.say(timer ? "time.pause" : "time.play"));
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    showPlay();
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    const { months, ms } = calm.matches ? PLAY_CALMLY : PLAY;
    if (state.get().date === today) state.set({ date: lastDayOf(0, first) });
    timer = setInterval(() => {
      const month = monthOf(state.get().date, first) + months;
      state.set({ date: month >= last ? today : lastDayOf(month, first) });
      if (month >= last) stop();
    }, ms);
    return showPlay();
  });
  state.on(["tab", "scene"], () => timer && stop());
  state.on(["date", "span"], () => {
    say();
    move();
  });
  state.on("hidden", draw);
  state.on("lang", () => {
    say();
    showPlay();
    draw();
  });
  new ResizeObserver(draw).observe(line);
  showPlay();
  say();
  draw();
}

/** @param {string} day @param {number} first year */
function yearsTo(day, first) {
  return (Date.parse(day) - Date.UTC(first, 0)) / DAY_MS / 365.25;
}

/** @param {string} day @param {number} first year @returns {number} months since it began */
function monthOf(day, first) {
  const [year, month] = day.split("-").map(Number);
  return (year - first) * 12 + month - 1;
}

/** @param {number} month since the first year began @param {number} first */
function lastDayOf(month, first) {
  return new Date(Date.UTC(first, month + 1, 0)).toISOString().slice(0, 10);
}
