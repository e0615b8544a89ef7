// @ts-check
import { byId, element, isPlainKey, setAttribute, setHidden, setText, svg } from "../dom.js";
import { keysOf } from "../data/filter.js";
import { codedIn, eventsOf, firstYear } from "../data/layers.js";
import { createMilestones } from "./milestones.js";

const DAY_MS = 86400000;
/** Years between two labels, as few as there is room for. */
const TICKS_YEARS = [1, 2, 5, 10, 20];
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
/** The size of type that the heights are meant for. */
const USUAL_PX = 16;
/** While it plays: months to a step, and the time that a step is seen. */
const PLAY = { months: 3, ms: 160 };
const PLAY_CALMLY = { months: 12, ms: 1000 };
/** Which events: all until the day, or those of its year. */
const SPANS = /** @type {const} */ (["so_far", "year"]);
/** So many years before, another day to compare with: a year shows what is news, in any atlas, and is soon amended. */
const COMPARED_YEARS = 1;
const ICONS = { compare: "M2 5h11l-3-3M14 11H3l3 3", play: "M4 2l10 6-10 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };

/**
 * The bar of time: a histogram of events, turning points, and a handle for the day that the map
 * shows. Everything else follows `date` and `span`.
 * @param {import("../page.js").Page} page
 */
export function addTimeBar(page) {
  const { atlas, texts, state, filter, calm } = page;
  const { date: today } = atlas.edition;
  const first = firstYear(atlas);
  const last = monthOf(today, first);
  const help = element("p", { id: "date-help", class: "unseen" });
  const range = /** @type {HTMLInputElement} */ (element("input", {
    type: "range", id: "date", min: 0, max: last, step: 1,
    "aria-describedby": help.id, "aria-keyshortcuts": "PageUp PageDown N P Control+ArrowRight Control+ArrowLeft",
  }));
  const other = /** @type {HTMLInputElement} */ (element("input", {
    type: "range", id: "then", min: 0, max: last, step: 1, "aria-describedby": help.id,
  }));
  const drawing = svg("svg", { "aria-hidden": "true" });
  const line = element("div", { id: "time-line" }, [drawing, range, other, help]);
  const play = element("button", { type: "button", id: "play" });
  const shown = element("strong");
  const [which, ago, called] = [element("span", { class: "which" }), element("span"), element("span")];
  const latest = element("button", { type: "button", id: "latest", class: "told" }, [which, ago, called]);
  const now = element("button", { type: "button", id: "today" });
  const spans = SPANS.map((kind) => {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => state.set({ span: kind }));
    return button;
  });
  const span = element("div", { id: "span", role: "group" }, spans);
  const compared = element("span");
  const compare = element("button", { type: "button", id: "compare" }, [
    svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d: ICONS.compare })]), compared,
  ]);
  byId("time").append(play, line, element("div", { id: "now" }, [element("div", {}, [shown, now]), latest, span, compare]));

  const isDated = eventsOf(atlas).some(({ features }) => features.length) || atlas.history.length + atlas.memberships.length > 0;
  let wide = 0;
  const xOf = (/** @type {string} */ day) => (yearsTo(day, first) / yearsTo(today, first)) * wide;
  const milestones = createMilestones(page, xOf);
  line.append(milestones.list);
  line.after(milestones.card);

  const hand = svg("path", { class: "hand" });
  const grip = svg("circle", { class: "grip", r: 6.5 });
  const [handThen, gripThen] = [svg("path", { class: "other-hand" }), svg("circle", { class: "other-grip", r: 6 })];
  const between = svg("path", { class: "between" });
  /** What is pale before its day, and bars outside of the year when that is seen alone.
   * @type {{node: SVGElement, day: string, year: string}[]} */
  let bars = [];
  let layout = HIGH;
  /** Where the lines of turning points stand. @type {number[]} */
  let lines = [];
  /** How wide each caption is. @type {number[]} */
  let captions = [];

  /** Whether the legend lets an event of a layer be seen. @param {import("../data/read.js").Layer} layer
   * @returns {(row: number) => boolean} */
  const showsOf = (layer) => {
    const { hidden } = state.get();
    return layer.cells ? filter.legendShows(layer) : (row) => !keysOf(layer.features[row]).some((key) => hidden.has(key));
  };

  /** How many events that are seen began on each day that has any. */
  const seenDays = () => {
    /** @type {Map<string, number>} */
    const days = new Map();
    for (const layer of eventsOf(atlas)) {
      const [shows, { of, at }] = [showsOf(layer), codedIn(layer, layer.time[0])];
      const counts = of.map(() => 0);
      at.forEach((n, row) => (counts[n] += Number(shows(row))));
      of.forEach((day, n) => counts[n] && days.set(day, (days.get(day) ?? 0) + counts[n]));
    }
    return days;
  };

  /** What changes with the size of the window, with the language and with the type. */
  const lay = () => {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_PX;
    const high = line.clientHeight;
    wide = line.clientWidth;
    const { names, bars: ends, years } = high < LOW_PX * unit ? LOW : HIGH;
    const scaled = (/** @type {number[]} */ heights) => heights.map((height) => height * unit);
    layout = { names: scaled(names), bars: scaled(ends), years: years * unit };
    lines = milestones.lay(layout.names, layout.bars[1], wide);
    const set = CAPTIONS.map((key) => svg("text", { class: "caption" }, [texts.say(key)]));
    drawing.replaceChildren(...set);
    captions = set.map((text) => /** @type {SVGTextElement} */ (text).getComputedTextLength());
    draw(unit);
  };

  /** What does not change while time goes on. */
  const draw = (unit = 1) => {
    const { names, bars: [top, base], years: below } = layout;
    /** @type {Map<number, number>} */
    const perYear = new Map();
    for (const [day, n] of seenDays()) perYear.set(Number(day.slice(0, 4)), (perYear.get(Number(day.slice(0, 4))) ?? 0) + n);
    const most = Math.max(1, ...perYear.values());
    const taken = [...lines, wide].map((x) => [x, x]);
    bars = [...perYear].map(([year, length]) => {
      const [from, to] = [`${year}-01-01`, `${year + 1}-01-01`].map((day) => xOf(day));
      const [height, x, width] = [(length / most) * (base - top), from + (to - from) * 0.15, Math.max(1, Math.min(to, wide) - from) * 0.7];
      const node = svg("rect", { class: "bar", x, y: base - height, width, height, rx: 1.5 });
      if (height > CAPTION_UP_PX / 2) taken.push([x, x + width]);
      return { node, day: `${year}-01-01`, year: String(year) };
    });
    const years = [];
    const perYearPx = wide / yearsTo(today, first);
    const step = TICKS_YEARS.find((each) => each * perYearPx > TICK_PX * unit) ?? 50;
    const notched = perYearPx < NOTCH_PX ? [] : Array.from({ length: Number(today.slice(0, 4)) - first + 1 }, (_, i) => xOf(`${first + i}-01-01`));
    for (let year = Math.ceil(first / step) * step; year <= Number(today.slice(0, 4)); year += step) {
      const x = xOf(`${year}-01-01`);
      years.push(svg("text", { class: "tick", x, y: below }, [texts.date(`${year}-01-01`, "year")]));
    }
    const told = perYear.size ? 0 : 1;
    const [said, free] = [eventsOf(atlas).length ? texts.say(CAPTIONS[told]) : "", freeFrom(taken, captions[told] + 2 * CAPTION_PX)];
    const caption = names.length && free !== null ? [svg("text", { class: "caption", x: free + CAPTION_PX, y: base - CAPTION_UP_PX }, [said])] : [];
    setAttribute(range, "title", caption.length ? "" : said);
    [hand, handThen].forEach((node) => node.setAttribute("d", `M0 ${top - 4}V${base}`));
    [grip, gripThen].forEach((node) => node.setAttribute("cy", String(base)));
    drawing.replaceChildren(
      svg("path", { class: "axis", d: `M0 ${base}H${wide}${notched.map((x) => `M${x.toFixed(1)} ${base}v3`).join("")}` }),
      ...bars.map(({ node }) => node), ...years, ...caption, between, handThen, gripThen, hand, grip,
    );
    move();
  };

  const move = () => {
    const { date, then, span: kind } = state.get();
    [hand, grip].forEach((node) => node.setAttribute("transform", `translate(${xOf(date)})`));
    [handThen, gripThen, between].forEach((node) => node.toggleAttribute("data-off", then === null));
    if (then) {
      [handThen, gripThen].forEach((node) => node.setAttribute("transform", `translate(${xOf(then)})`));
      between.setAttribute("d", `M${xOf(then)} ${layout.bars[1]}H${xOf(date)}`);
    }
    for (const { node, day, year } of bars) {
      node.classList.toggle("later", day > date || (kind === "year" && year !== date.slice(0, 4)));
    }
    milestones.move();
  };

  const say = () => {
    const { date, then, span: kind } = state.get();
    const mark = atlas.milestones.findLast((each) => each.date <= date);
    for (const [input, day, key] of /** @type {const} */ ([[range, date, "time.handle"], [other, then ?? date, "change.handle"]])) {
      input.value = String(monthOf(day, first));
      setAttribute(input, "aria-label", texts.say(key));
      setAttribute(input, "aria-valuetext", [texts.day(day), ...happened(day)].join(": "));
    }
    setHidden(other, then === null);
    setHidden(span, then !== null);
    setText(compared, then ? `${texts.say("change.with", { date: texts.brief(then) })} ×` : texts.say("change.start"));
    setAttribute(compare, "aria-pressed", String(then !== null));
    setHidden(compare, !isDated);
    setAttribute(compare, "title", texts.say(then ? "change.stop" : "change.start"));
    setText(help, texts.say("time.help"));
    setText(shown, texts.brief(date));
    // it may be over long since
    const past = mark && texts.ago(mark.date, mark.date_prec, date);
    const name = mark ? texts.field(mark, "label") : "";
    setText(which, past ? `${texts.say("time.last")} ` : "");
    setText(ago, past ? `${past}: ` : "");
    setText(called, name);
    setAttribute(latest, "title", mark ? `${texts.say("time.last")} ${texts.date(mark.date, mark.date_prec)}: ${name}` : "");
    setHidden(latest, !mark);
    setAttribute(span, "aria-label", texts.say("span.heading"));
    SPANS.forEach((each, i) => {
      setText(spans[i], texts.say(`span.${each}`));
      setAttribute(spans[i], "aria-pressed", String(each === kind));
    });
    setText(now, texts.say("time.today"));
    setHidden(now, date === today);
  };

  const inTime = (/** @type {string} */ day) => within(day, `${first}-01-31`, today);

  /** What happened on a day. @param {string} date */
  const happened = (date) => [
    ...atlas.milestones.filter((mark) => mark.date === date).map((mark) => texts.field(mark, "label")),
    ...eventsOf(atlas).flatMap((layer) => {
      const [shows, { of, at }] = [showsOf(layer), codedIn(layer, layer.time[0])];
      const n = of.indexOf(date);
      return n < 0 ? [] : layer.features.filter((_, row) => at[row] === n && shows(row)).map(texts.name);
    }),
  ];

  /** The next day, forth or back, on which something happened. @param {string} date @param {number} way */
  const eventAfter = (date, way) => {
    const days = [...atlas.milestones.map((mark) => mark.date), ...seenDays().keys()];
    const ahead = days.filter((day) => (way > 0 ? day > date : day < date) && day <= today).sort();
    return (way > 0 ? ahead[0] : ahead.at(-1)) ?? date;
  };

  for (const [input, key] of /** @type {const} */ ([[range, "date"], [other, "then"]])) {
    input.addEventListener("input", () => {
      stop();
      const month = Number(input.value);
      state.set({ [key]: month === last ? today : lastDayOf(month, first) });
    });
    input.addEventListener("keydown", (event) => {
      const day = state.get()[key] ?? today;
      const years = isPlainKey(event) && { PageUp: 1, PageDown: -1 }[event.key];
      const events = stepOf(event);
      if (!years && !events) return;
      event.preventDefault();
      stop();
      state.set({ [key]: years ? inTime(yearFrom(day, years)) : eventAfter(day, events) });
    });
  }
  compare.addEventListener("click", () => {
    const { date, then } = state.get();
    const left = page.scenes.left(state.get()); // a scene hides most of what has changed
    state.set(then ? { then: null } : { ...left, then: inTime(yearFrom(date, -COMPARED_YEARS)), feature: null, fan: null });
  });
  now.addEventListener("click", () => state.set({ date: today }));
  latest.addEventListener("click", () => {
    const mark = atlas.milestones.findLast(({ date }) => date <= state.get().date);
    milestones.pin(state.get().milestone ? null : mark?.id ?? null);
  });

  let timer = 0;
  const showPlay = () => {
    play.replaceChildren(svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [
      svg("path", { d: timer ? ICONS.pause : ICONS.play }),
    ]));
    play.setAttribute("aria-label", texts.say(timer ? "time.pause" : "time.play"));
  };
  const stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = 0;
    showPlay();
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    const { months, ms } = calm.matches ? PLAY_CALMLY : PLAY;
    const { date, then } = state.get();
    if (date === today) state.set({ date: then ?? lastDayOf(0, first) });
    timer = setInterval(() => {
      const month = monthOf(state.get().date, first) + months;
      state.set({ date: month >= last ? today : lastDayOf(month, first) });
      if (month >= last) stop();
    }, ms);
    return showPlay();
  });
  state.on(["tab", "scene"], stop);
  state.on(["date", "then", "span"], () => {
    say();
    move();
  });
  state.on("hidden", () => draw());
  state.on("lang", () => {
    say();
    showPlay();
    lay();
  });
  new ResizeObserver(lay).observe(line);
  showPlay();
  say();
  lay();
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

/** How a key leads from event to event: N or P in any layout of the keyboard, or an arrow with Ctrl.
 * @param {KeyboardEvent} event */
function stepOf(event) {
  if (isPlainKey(event)) return { KeyN: 1, KeyP: -1 }[event.code] ?? 0;
  return event.ctrlKey ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0 : 0;
}

/** The same day some years on; the last of February where there is none.
 * @param {string} day @param {number} years */
function yearFrom(day, years) {
  const [year, month, date] = day.split("-").map(Number);
  const end = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, end))).toISOString().slice(0, 10);
}

/** @param {string} day @param {string} from @param {string} to */
function within(day, from, to) {
  return day < from ? from : day > to ? to : day;
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
