// @ts-check
import { element, isPlainKey, setAttribute, setHidden, setText } from "../dom.js";
import { dayOf, lastDayOf, monthOf, within, yearFrom } from "../data/days.js";
import { firstYear } from "../data/layers.js";

/**
 * The handles of the bar of time: of the day that the map shows, and of that which it is compared with.
 * @param {import("../page.js").Page} page
 * @param {import("../data/calendar.js").Calendar} calendar
 * @param {() => void} stop ends what plays
 */
export function createHandles({ atlas, texts, state }, calendar, stop) {
  const { date: today } = atlas.edition;
  const first = firstYear(atlas);
  const last = monthOf(today, first);
  const help = element("p", { id: "date-help", class: "unseen" });
  const [range, other] = ["date", "then"].map((id) => /** @type {HTMLInputElement} */ (element("input", {
    type: "range", id, min: 0, max: last, step: 1, "aria-describedby": help.id,
  })));
  range.setAttribute("aria-keyshortcuts", "PageUp PageDown N P Control+ArrowRight Control+ArrowLeft");
  /** What happened on a day, in words. @param {string} date */
  const happened = (date) => [
    ...atlas.milestones.filter((mark) => mark.date === date).map((mark) => texts.field(mark, "label")),
    ...calendar.begunOn(date).map(texts.name),
  ];
  for (const [input, key] of /** @type {const} */ ([[range, "date"], [other, "then"]])) {
    /** Of two handles neither goes past the other. @param {string} day */
    const go = (day) => {
      const { date, then } = state.get();
      stop();
      state.set({ [key]: key === "then" ? within(day, "", date) : within(day, then ?? "", today) });
      input.value = String(monthOf(state.get()[key] ?? today, first));
    };
    input.addEventListener("input", () => {
      const month = Number(input.value);
      go(month === last ? today : lastDayOf(month, first));
    });
    input.addEventListener("keydown", (event) => {
      const day = state.get()[key] ?? today;
      const years = isPlainKey(event) && { PageUp: 1, PageDown: -1 }[event.key];
      const events = stepOf(event);
      if (!years && !events) return;
      event.preventDefault();
      go(years ? yearsOn(day, years, atlas) : calendar.after(day, events));
    });
  }
  return {
    nodes: [range, other, help],
    /** Tell what the bar shows. @param {string} told */
    title: (told) => setAttribute(range, "title", told),
    say() {
      const { date, then } = state.get();
      for (const [input, day, key] of /** @type {const} */ ([[range, date, "time.handle"], [other, then ?? date, "change.handle"]])) {
        input.value = String(monthOf(day, first));
        setAttribute(input, "aria-label", texts.say(key));
        setAttribute(input, "aria-valuetext", [texts.date(day), ...happened(day)].join(": "));
      }
      setHidden(other, then === null);
      setText(help, texts.say("time.help"));
    },
  };
}

/** The same day some years on, in the time of an atlas.
 * @param {string} day @param {number} years @param {import("../data/read.js").Atlas} atlas */
export function yearsOn(day, years, atlas) {
  return within(yearFrom(day, years), dayOf(firstYear(atlas), 0, 31), atlas.edition.date);
}

/** How a key leads from event to event: N or P in any layout of the keyboard, or an arrow with Ctrl.
 * @param {KeyboardEvent} event */
function stepOf(event) {
  if (isPlainKey(event)) return { KeyN: 1, KeyP: -1 }[event.code] ?? 0;
  return event.ctrlKey ? { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0 : 0;
}
