// @ts-check
import { byId, element, icon, pushButton, setAttribute, setHidden, setText } from "../dom.js";
import { createCalendar } from "../data/calendar.js";
import { createAxis } from "./axis.js";
import { createHandles, yearsOn } from "./handles.js";
import { createMilestones } from "./milestones.js";
import { createPlayback } from "./playback.js";

/** Which events: all until the day, or those of its year. */
const SPANS = /** @type {const} */ (["so_far", "year"]);
/** So many years before, another day to compare with: a year shows what is news, in any atlas, and is soon amended. */
const COMPARED_YEARS = 1;
const COMPARE_ICON = "M2 5h11l-3-3M14 11H3l3 3";

/**
 * The bar of time: a histogram of events, turning points, and a handle for the day that the map
 * shows. Everything else follows `date` and `span`. An atlas of which nothing is dated has none.
 * @param {import("../page.js").Page} page
 */
export function addTimeBar(page) {
  const { atlas, texts, state } = page;
  const isDated = atlas.layers.some(({ time, features }) => time.length && features.length) || atlas.history.length + atlas.memberships.length > 0;
  const begins = atlas.layers.some(({ columns }) => Object.values(columns).some((column) => column.begins));
  if (!isDated && !begins && !atlas.milestones.length) return; // every day is like any other: the bar stays empty, and unseen
  const { date: today } = atlas.edition;
  const playback = createPlayback(page);
  const calendar = createCalendar(page);
  const handles = createHandles(page, calendar, playback.stop);
  const line = element("div", { id: "time-line" }, handles.nodes);
  const shown = element("strong");
  const [which, ago, called] = [element("span", { class: "which" }), element("span"), element("span")];
  const latest = pushButton({ id: "latest", class: "told", "aria-controls": "milestone" }, [which, element("span", {}, [ago, called])]);
  const now = pushButton({ id: "today" }, [], () => state.set({ date: today }));
  const spans = SPANS.map((kind) => pushButton({}, [], () => state.set({ span: kind })));
  const span = element("div", { id: "span", role: "group" }, spans);
  const compared = element("span");
  const compare = pushButton({ id: "compare" }, [icon(COMPARE_ICON), compared]);
  byId("time").append(playback.button, line, element("div", { id: "now" }, [element("div", {}, [shown, now]), latest, span, compare]));

  const axis = createAxis(page, line, calendar);
  const milestones = createMilestones(page, axis.xOf);
  line.append(milestones.list);
  line.after(milestones.card);

  const say = () => {
    const { date, then, span: kind, milestone } = state.get();
    const mark = atlas.milestones.findLast((each) => each.date <= date);
    handles.say();
    setHidden(span, then !== null);
    setText(compared, then ? `${texts.say("change.with", { date: texts.brief(then) })} ×` : texts.say("change.start"));
    setAttribute(compare, "aria-pressed", String(then !== null));
    setHidden(compare, !isDated);
    setAttribute(compare, "title", texts.say(then ? "change.stop" : "change.start"));
    setText(shown, texts.brief(date));
    // it may be over long since
    const past = mark && texts.ago(mark.date, mark.date_prec, date);
    const name = mark ? texts.field(mark, "label") : "";
    setText(which, past ? `${texts.say("time.last")} ` : "");
    setText(ago, past ? `${past}: ` : "");
    setText(called, name);
    setAttribute(latest, "title", mark ? `${texts.say("time.last")} ${texts.date(mark.date, mark.date_prec)}: ${name}` : "");
    setHidden(latest, !mark);
    setAttribute(latest, "aria-expanded", String(milestone !== null));
    setAttribute(span, "aria-label", texts.say("span.heading"));
    SPANS.forEach((each, i) => {
      setText(spans[i], texts.say(`span.${each}`));
      setAttribute(spans[i], "aria-pressed", String(each === kind));
    });
    setText(now, texts.say("time.today"));
    setHidden(now, date === today);
  };

  compare.addEventListener("click", () => {
    const { date, then } = state.get();
    const left = page.scenes.left(state.get()); // a scene hides most of what has changed
    state.set(then ? { then: null } : { ...left, then: yearsOn(date, -COMPARED_YEARS, atlas), feature: null, fan: null });
  });
  latest.addEventListener("click", () => {
    const mark = atlas.milestones.findLast(({ date }) => date <= state.get().date);
    milestones.pin(state.get().milestone ? null : mark?.id ?? null);
  });

  const draw = () => handles.title(axis.draw());
  const lay = () => {
    axis.lay(milestones);
    draw();
  };
  state.on(["date", "then", "span"], () => {
    say();
    axis.move();
    milestones.move();
  });
  state.on("milestone", say);
  state.on("hidden", () => {
    say();
    draw();
  });
  state.on("lang", () => {
    say();
    lay();
  });
  new ResizeObserver(lay).observe(line);
  say();
  lay();
}
