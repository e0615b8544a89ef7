// @ts-check
import { byId, element, svg } from "./dom.js";
import { EVENTS } from "./world.js";

export const FIRST_YEAR = 1992;
const TICK_YEARS = 5;
const DAY_MS = 86400000;
/** From the top of the bar: the rows of names, the histogram beneath them, the years. */
const HIGH = { names: [13, 26], bars: [34, 60], years: 76 };
/** The same where the bar is but a strip. */
const LOW = { names: [], bars: [8, 32], years: 45 };
const LOW_PX = 60;
const NAME_GAP_PX = 10;
/** While it plays: months to a step, and the time that a step is seen. */
const PLAY = { months: 3, ms: 160 };
const PLAY_CALMLY = { months: 12, ms: 1000 };
const ICONS = { play: "M4 2l10 6-10 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };

/**
 * The bar of time: a histogram of events, marks of turning points, and a handle for the day that
 * the map shows. Everything else follows `date` and `span`.
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @param {boolean} calm whether motion is to be spared
 */
export function addTimeBar(atlas, texts, state, calm) {
  const { date: today } = atlas.edition;
  const last = monthOf(today);
  const range = /** @type {HTMLInputElement} */ (
    element("input", { type: "range", id: "date", min: 0, max: last, step: 1 })
  );
  const drawing = svg("svg", { "aria-hidden": "true" });
  const line = element("div", { id: "time-line" }, [drawing, range]);
  const play = element("button", { type: "button", id: "play" });
  const [shown, told] = [element("strong"), element("p", { class: "told" })];
  const span = element("button", { type: "button", id: "span" });
  const now = element("button", { type: "button", id: "today" });
  byId("time").append(play, line, element("div", { id: "now" }, [shown, told, element("div", {}, [span, now])]));

  const wide = () => line.clientWidth;
  const xOf = (/** @type {string} */ day) => (yearsTo(day) / yearsTo(today)) * wide();

  const draw = () => {
    const { names, bars: [top, base], years: below } = line.clientHeight < LOW_PX ? LOW : HIGH;
    const { date, hidden } = state.get();
    const events = EVENTS.flatMap((layer) => atlas.layers[layer] ?? []);
    const seen = events.filter(({ is }) => {
      return ["series", "format", "host"].every((group) => !hidden.has(`${group}.${is[group]}`));
    });
    const perYear = Map.groupBy(seen, ({ is }) => Number(is.start.slice(0, 4)));
    const most = Math.max(1, ...[...perYear.values()].map(({ length }) => length));
    const later = (/** @type {string} */ day) => (day > date ? "later" : "");
    const bars = [...perYear].map(([year, { length }]) => {
      const [from, to] = [`${year}-01-01`, `${year + 1}-01-01`].map((day) => xOf(day));
      const height = (length / most) * (base - top);
      return svg("rect", {
        class: `bar ${later(`${year}-01-01`)}`, x: from + (to - from) * 0.15, y: base - height,
        width: Math.max(1, Math.min(to, wide()) - from) * 0.7, height, rx: 1.5,
      });
    });
    const years = [];
    for (let year = FIRST_YEAR + 3; year <= Number(today.slice(0, 4)); year += TICK_YEARS) {
      const x = xOf(`${year}-01-01`);
      years.push(svg("text", { class: "tick", x, y: below }, [texts.date(`${year}-01-01`)]));
    }
    const hand = xOf(date);
    drawing.replaceChildren(
      svg("path", { class: "axis", d: `M0 ${base}H${wide()}` }),
      ...bars, ...years, ...milestones(names, top, base, later),
      svg("path", { class: "hand", d: `M${hand} ${top - 4}V${base}` }),
      svg("circle", { class: "grip", cx: hand, cy: base, r: 6.5 }),
    );
  };

  /** Turning points, those with a name for which there is room.
   * @param {number[]} rows @param {number} low @param {number} base
   * @param {(day: string) => string} later */
  const milestones = (rows, low, base, later) => {
    const ends = rows.map(() => -Infinity);
    return atlas.milestones.flatMap((mark) => {
      const x = xOf(mark.date);
      const name = svg("text", { class: `mark-name ${later(mark.date)}`, x: x + 4 }, [texts.field(mark, "label")]);
      drawing.append(name);
      const width = /** @type {any} */ (name).getComputedTextLength() + NAME_GAP_PX;
      const row = ends.findIndex((end) => x > end && x + width < wide());
      if (row >= 0) ends[row] = x + width;
      if (row >= 0) name.setAttribute("y", String(rows[row]));
      const top = row < 0 ? low : rows[row] - 9;
      const stroke = svg("path", { class: `mark-line ${later(mark.date)}`, d: `M${x} ${top}V${base}` });
      return row < 0 ? [stroke] : [stroke, name];
    });
  };

  const say = () => {
    const { date, span: kind } = state.get();
    const mark = atlas.milestones.findLast((each) => each.date <= date);
    range.value = String(monthOf(date));
    range.setAttribute("aria-label", texts.say("time.handle"));
    range.setAttribute("aria-valuetext", texts.day(date));
    shown.textContent = texts.brief(date);
    told.textContent = mark ? texts.field(mark, "label") : "";
    span.textContent = texts.say(`span.${kind}`);
    span.setAttribute("aria-pressed", String(kind === "year"));
    now.textContent = texts.say("time.today");
    now.hidden = date === today;
    draw();
  };

  range.addEventListener("input", () => {
    stop();
    const month = Number(range.value);
    state.set({ date: month === last ? today : lastDayOf(month) });
  });
  span.addEventListener("click", () => {
    state.set({ span: state.get().span === "year" ? "so_far" : "year" });
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
    const { months, ms } = calm ? PLAY_CALMLY : PLAY;
    if (state.get().date === today) state.set({ date: lastDayOf(0) });
    timer = setInterval(() => {
      const month = monthOf(state.get().date) + months;
      state.set({ date: month >= last ? today : lastDayOf(month) });
      if (month >= last) stop();
    }, ms);
    return showPlay();
  });
  state.on(["tab", "scene"], () => timer && stop());
  state.on(["date", "span", "hidden"], say);
  state.on("lang", () => {
    say();
    showPlay();
  });
  new ResizeObserver(draw).observe(line);
  showPlay();
  say();
}

/** @param {string} day */
function yearsTo(day) {
  return (Date.parse(day) - Date.UTC(FIRST_YEAR, 0)) / DAY_MS / 365.25;
}

/** @param {string} day months since the first */
function monthOf(day) {
  const [year, month] = day.split("-").map(Number);
  return (year - FIRST_YEAR) * 12 + month - 1;
}

/** @param {number} month */
function lastDayOf(month) {
  return new Date(Date.UTC(FIRST_YEAR, month + 1, 0)).toISOString().slice(0, 10);
}
