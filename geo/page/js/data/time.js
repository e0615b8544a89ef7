// @ts-check

/**
 * The world of a day.
 * @typedef {object} World
 * @property {string} date
 * @property {(feature: import("./read.js").Feature) => import("./read.js").Feature | null} at
 *   a feature as it was on the day, null before there was any
 * @property {(iso3: string, body: string) => string} standing of a country in an organisation
 */

/** The corridors, in the order in which they lie side by side. */
export const CORRIDORS = ["instc", "ashgabat"];

/** Layers of what took place on a day. */
export const EVENTS = ["exercises", "dialogues"];

/** The organisations that the atlas follows. */
export const BODIES = ["sco", "instc", "ashgabat", "eaeu", "csto"];

export const UNKNOWN = "unknown";

/** What is a full part of an organisation. */
export const MEMBERS = ["founder", "member"];

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
  const steps = Map.groupBy(atlas.history, ({ segment }) => segment);
  const rows = Map.groupBy(atlas.memberships, ({ iso_a3: iso3, body }) => `${iso3} ${body}`);

  /** @param {string} date @returns {World} */
  const worldOf = (date) => {
    /** @type {World["standing"]} */
    const standing = (iso3, body) => {
      const row = (rows.get(`${iso3} ${body}`) ?? []).findLast((each) => {
        return (each.from_earliest ?? "") <= date && (each.to ?? date) >= date;
      });
      if (!row) return "none";
      return row.from_latest && row.from_latest <= date ? row.status : UNKNOWN;
    };
    /** @type {World["at"]} */
    const at = (feature) => {
      if (date >= today) return feature;
      const { layer, is } = feature;
      if (EVENTS.includes(layer)) return is.start <= date ? feature : null;
      if (CORRIDORS.includes(layer)) {
        const status = statusOn(date, steps.get(feature.id));
        return status && { ...feature, is: { ...is, ...status } };
      }
      if (!is.iso_a3) return feature;
      const standings = BODIES.slice(1).map((body) => [body, standing(is.iso_a3, body)]);
      const [sco_since, diplo_on] = [is.sco_since, is.diplo_on].map((day) => (day <= date ? day : null));
      const partnership_year = is.partnership_year <= Number(date.slice(0, 4)) ? is.partnership_year : null;
      const own = layer === "republics" ? { diplo_on, partnership_year } : {};
      return { ...feature, is: { ...is, ...Object.fromEntries(standings), sco_since, ...own } };
    };
    return { date, at, standing };
  };

  let last = worldOf(today);
  return (date) => (last.date === date ? last : (last = worldOf(date)));
}

/**
 * @param {string} date
 * @param {Record<string, any>[]} [steps] the dated steps of one segment, in order
 * @returns {{status: string, status_on: string | null} | null}
 */
function statusOn(date, steps) {
  if (!steps) return { status: UNKNOWN, status_on: null };
  const step = steps.findLast(({ from }) => from <= date);
  if (!step) return null;
  if (lastDay(step.from, step.date_prec) > date) return { status: UNKNOWN, status_on: null };
  return { status: step.status, status_on: step.from };
}

/**
 * The last day of the month or year that a padded date stands for, or the day itself.
 * @param {string} day
 * @param {string} precision
 */
function lastDay(day, precision) {
  if (precision === "day") return day;
  const [year, month] = day.split("-").map(Number);
  const end = new Date(Date.UTC(year, precision === "year" ? 12 : month, 0));
  return end.toISOString().slice(0, 10);
}
