// @ts-check
import { dayOf } from "./days.js";
import { areasOf, isEvents, meaningOf, MEMBERS } from "./layers.js";
import { plainRow } from "./columns.js";
import { grouped, parts } from "./read.js";

/**
 * The world of a day.
 * @typedef {object} World
 * @property {string} date
 * @property {(feature: import("./read.js").Feature) => import("./read.js").Feature | null} at
 *   a feature as it was on the day, null before there was any; what is only announced has not come
 * @property {(iso3: string, body: string) => string} standing of a country in an organisation
 * @property {(body: string) => string[]} members full members of an organisation, three letters each
 */

/** The status on a day of which no source tells, and a standing that is not certain then. */
export const UNKNOWN = "unknown";

/**
 * Whether an event lies after the day of the data: nobody knows yet that it was held.
 * @param {import("./read.js").Feature} feature
 * @param {import("./read.js").Atlas} atlas
 */
export function isAnnounced({ layer, is }, { edition }) {
  return isEvents(layer) && is[layer.time[0]] > edition.date;
}

/**
 * No day is shown after that of the data.
 * @param {import("./read.js").Atlas} atlas
 * @returns {import("../state/store.js").Rule}
 */
export function untilToday({ edition }) {
  return ({ date }) => (date > edition.date ? { date: edition.date } : null);
}

/**
 * Make the function that tells the world of a day; the last one asked for is remembered.
 *
 * A status holds from its first day until the next one, a standing from the latest to the last day
 * that its row names; where only the month or year of a change is known, it is unknown within it.
 * @param {import("./read.js").Atlas} atlas
 * @returns {(date: string) => World}
 */
export function createWorlds(atlas) {
  const today = atlas.edition.date;
  const broken = Object.keys(atlas.values.status ?? {}).filter((status) => meaningOf(atlas, status) === "broken");
  const held = new Map([...grouped(atlas.history, ({ segment }) => segment)].map(([id, steps]) => [id, heldBy(steps, broken)]));
  /** What a feature was at any time, each state made once: from day to day few change.
   * @type {WeakMap<import("./read.js").Feature, Map<string, import("./read.js").Feature>>} */
  const states = new WeakMap();
  /** @param {import("./read.js").Feature} feature @param {Record<string, any>} told what was unlike today */
  const stateOf = (feature, told) => {
    const [known, key] = [states.get(feature) ?? new Map(), Object.values(told).join()];
    const { id, layer, is } = feature;
    states.set(feature, known);
    if (!known.has(key)) known.set(key, { id, layer, is: { ...plainRow(is), ...told }, unpack: () => parts(feature) });
    return known.get(key);
  };
  const rows = grouped(atlas.memberships, ({ iso_a3: iso3, body }) => `${iso3} ${body}`);
  const countries = [...new Set(areasOf(atlas).map(({ is }) => is.iso_a3))];
  /** Columns that depend on the day, by layer. */
  const dated = new Map(atlas.layers.map((layer) => [layer, Object.entries(layer.columns).filter(([, column]) => {
    return column.standing || column.member_since || column.begins;
  })]));

  /** @param {string} date @returns {World} */
  const worldOf = (date) => {
    /** @type {World["standing"]} */
    const standing = (iso3, body) => {
      const row = (rows.get(`${iso3} ${body}`) ?? []).findLast((each) => {
        return (each.from_earliest ?? "") <= date && (each.until ?? date) >= date;
      });
      if (!row) return "none";
      return row.from_latest && row.from_latest <= date ? row.status : UNKNOWN;
    };
    /** @param {Record<string, any>} is @param {[string, import("./read.js").Column]} column */
    const then = (is, [name, column]) => {
      if (column.standing) return [name, standing(is.iso_a3, column.standing)];
      return [name, is[name] !== null && String(is[name]) <= date ? is[name] : null];
    };
    /** @type {World["at"]} */
    const at = (feature) => {
      const { layer, is } = feature;
      if (layer.time.length) return is[layer.time[0]] <= date ? feature : null;
      if (date >= today) return feature;
      if (layer.shape === "network") {
        const status = statusOn(date, held.get(feature.id));
        return status && stateOf(feature, status);
      }
      const columns = dated.get(layer) ?? [];
      if (!columns.length) return feature;
      return stateOf(feature, Object.fromEntries(columns.map((column) => then(is, column))));
    };
    const members = (/** @type {string} */ body) => countries.filter((iso3) => MEMBERS.includes(standing(iso3, body)));
    return { date, at: remembered(at), standing, members };
  };

  let last = worldOf(today);
  return (date) => (last.date === date ? last : (last = worldOf(date)));
}

/**
 * @template {object} K, V
 * @param {(key: K) => V} find
 * @returns {(key: K) => V} finds it once for each key
 */
function remembered(find) {
  const found = new Map();
  return (key) => {
    if (!found.has(key)) found.set(key, find(key));
    return found.get(key);
  };
}

/**
 * Of two days that are compared the map shows the later one.
 * @type {import("../state/store.js").Rule}
 */
export function laterShown({ then, date }) {
  return then !== null && then > date ? { date: then, then: date } : null;
}

/**
 * Which events are shown: while two days are compared, all until the later one.
 * @param {Pick<import("../state/store.js").Scene, "span" | "then">} scene
 */
export function spanOf({ span, then }) {
  return then === null ? span : "so_far";
}

/** @typedef {{status: string, status_on: string | null, status_prec: string | null}} Status */

/** @type {Status} */
const NOT_TOLD = { status: UNKNOWN, status_on: null, status_prec: null };

/**
 * What held of one segment from each step on, and the last day on which that may have begun.
 * @param {import("../tables.js").StepRow[]} steps dated, in order
 * @param {string[]} broken statuses from bad to worse: one holds since it was no better
 * @returns {{from: string, known: string, told: Status}[]}
 */
function heldBy(steps, broken) {
  return steps.map(({ status, valid_from: from, date_prec: exact }, last) => {
    const asBad = broken.includes(status) ? broken.slice(broken.indexOf(status)) : [];
    const first = steps[steps.slice(0, last).findLastIndex((each) => !asBad.includes(each.status)) + 1];
    return { from, known: lastDay(from, exact), told: { status, status_on: first.valid_from, status_prec: first.date_prec } };
  });
}

/**
 * @param {string} date
 * @param {ReturnType<typeof heldBy>} [held]
 * @returns {Status | null} null before there was any
 */
function statusOn(date, held = []) {
  if (!held.length) return NOT_TOLD;
  const last = held.findLast(({ from }) => from <= date);
  return last ? (last.known > date ? NOT_TOLD : last.told) : null;
}

/**
 * The last day of the month or year that a padded date stands for, or the day itself.
 * @param {string} day
 * @param {string | null} precision
 */
export function lastDay(day, precision) {
  if ((precision ?? "day") === "day") return day;
  const [year, month] = day.split("-").map(Number);
  return dayOf(year, precision === "year" ? 12 : month, 0);
}

/**
 * The first day of the month or year that a padded date stands for, or the day itself.
 * @param {string} day
 * @param {string | null} precision
 */
export function firstDay(day, precision) {
  return { year: `${day.slice(0, 4)}-01-01`, month: `${day.slice(0, 7)}-01` }[precision] ?? day;
}
