// @ts-check
import { lazily } from "../data/memory.js";

const MS_A_DAY = 86400000;
/** In how many days each passes. @type {[Precision, number][]} */
const LENGTHS = [["year", 365.25], ["month", 30.44], ["day", 1]];

/** @typedef {"day" | "month" | "year"} Precision how much of a date is known */

/**
 * Dates in the manner of a language.
 * @param {string} locale
 * @param {(key: string, values: Record<string, string>) => string} say
 */
export function createDates(locale, say) {
  // These take a while to make: not before they are needed.
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    lazily(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  const formats = {
    day: format({ dateStyle: "long" }),
    month: format({ year: "numeric", month: "long" }),
    year: format({ year: "numeric" }),
  };
  const short = format({ dateStyle: "medium" });
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale));

  /** As much of a date as is known.
   * @param {string} iso @param {Precision | null} [exact] */
  const date = (iso, exact) => formats[exact ?? "day"]().format(new Date(iso));

  /** A date in the case that it has after "since": that of a month with its day.
   * @param {string} iso @param {Precision | null} [exact] */
  const since = (iso, exact) => {
    if (exact === "year") return say("when.since_year", { date: date(iso, exact) });
    if (exact !== "month") return date(iso);
    const parts = formats.day().formatToParts(new Date(iso));
    const from = parts.findIndex(({ type }) => type === "month");
    return parts.slice(from).map(({ value }) => value).join("");
  };

  /** A date with its preposition.
   * @param {string} iso @param {Precision | null} [exact] */
  const when = (iso, exact) => {
    return say((exact ?? "day") === "day" ? "when.day" : "when.month", { date: date(iso, exact) });
  };

  /** How much of the days of an event is known: of both days, if of one it is less.
   * @param {import("../data/read.js").Feature} event @returns {Precision} */
  const exactness = ({ layer: { columns, time }, is }) => {
    const known = time.map((column) => is[columns[column]?.precision ?? ""]);
    return LENGTHS.find(([each]) => known.includes(each))?.[0] ?? "day";
  };

  /** The days of an event; within a month, those are written without spaces.
   * @param {import("../data/read.js").Feature} event */
  const range = (event) => {
    const { layer: { time: [first, last = first] }, is } = event;
    const days = formats[exactness(event)]().formatRange(new Date(is[first]), new Date(is[last] ?? is[first]));
    return days.replace(/^(\d{1,2})\s*–\s*(\d)/, "$1–$2");
  };

  /** The days of an event with their preposition.
   * @param {import("../data/read.js").Feature} event */
  const during = (event) => {
    const { is, layer: { time: [first, last = first] } } = event;
    const key = exactness(event) !== "day" ? "month" : is[first] === is[last] ? "day" : "days";
    return say(`when.${key}`, { date: range(event) });
  };

  /** A day in short, without the word for year that some languages end with. @param {string} iso */
  const brief = (iso) => {
    const all = short().formatToParts(new Date(iso));
    return (all.at(-2)?.type === "year" ? all.slice(0, -1) : all).map(({ value }) => value).join("");
  };

  /** How long before a day another one was, no finer than it is known; empty for the day itself.
   * @param {string} iso @param {Precision | null} exact @param {string} day */
  const ago = (iso, exact, day) => {
    const days = (Date.parse(day) - Date.parse(iso)) / MS_A_DAY;
    const known = LENGTHS.slice(0, 1 + LENGTHS.findIndex(([unit]) => unit === (exact ?? "day")));
    const [unit, size] = known.find((span) => days >= 2 * span[1]) ?? known[known.length - 1];
    const passed = Math.round(days / size);
    return passed ? relative().format(-passed, unit) : "";
  };

  return { date, since, when, range, during, brief, ago };
}
