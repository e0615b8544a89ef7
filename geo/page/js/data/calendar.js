// @ts-check
import { keysOf } from "./keys.js";
import { codedIn, eventsOf } from "./layers.js";

/**
 * What happened on which day: turning points, and the events that the legend lets be seen.
 * @typedef {ReturnType<typeof createCalendar>} Calendar
 */

/** @param {Pick<import("../page.js").Page, "atlas" | "state" | "filter">} page */
export function createCalendar({ atlas, state, filter }) {
  const { edition, milestones } = atlas;
  /** @param {import("./read.js").Layer} layer @returns {(row: number) => boolean} */
  const showsOf = (layer) => {
    const { hidden } = state.get();
    return layer.cells ? filter.legendShows(layer) : (row) => !keysOf(layer.features[row]).some((key) => hidden.has(key));
  };
  /** How many events began on each day that has any. */
  const events = () => {
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
  return {
    events,
    /** The events that began on a day. @param {string} date */
    begunOn: (date) => eventsOf(atlas).flatMap((layer) => {
      const [shows, { of, at }] = [showsOf(layer), codedIn(layer, layer.time[0])];
      const n = of.indexOf(date);
      return n < 0 ? [] : layer.features.filter((_, row) => at[row] === n && shows(row));
    }),
    /** The next day, forth or back, on which something happened. @param {string} date @param {number} way */
    after: (date, way) => {
      const days = [...milestones.map((mark) => mark.date), ...events().keys()];
      const ahead = days.filter((day) => (way > 0 ? day > date : day < date) && day <= edition.date).sort();
      return (way > 0 ? ahead[0] : ahead.at(-1)) ?? date;
    },
  };
}
