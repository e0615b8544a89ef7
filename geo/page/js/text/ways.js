// @ts-check
import { UNBUILT } from "../data/question.js";
import { meaningOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";
import { position } from "../data/read.js";
import { AT_SEA } from "../data/ways.js";
import { geodesicMetres } from "../map/projection.js";

/** A place off the ways at most this far from a stop is reached by it. */
const NEAR_M = 30000;
/** A length shorter than this has a decimal. */
const SHORT_KM = 10;
/** The status of what is not there on a day. */
const ABSENT = "absent";

/**
 * How ways, stops and segments are called, and how those are on the day.
 * @typedef {ReturnType<typeof createWayTexts>} WayTexts
 */

/** @param {Pick<import("../page.js").Page, "atlas" | "texts" | "worlds" | "state" | "courses">} page */
export function createWayTexts({ atlas, texts, worlds, state, courses }) {
  const near = lazily(() => nearStops(atlas));
  const place = (/** @type {string} */ id) => texts.name(/** @type {import("../data/read.js").Feature[]} */ (atlas.byId.get(id))[0]);
  /** A stop, with the town that it serves. @param {string} id */
  const stop = (id) => {
    const [name, town] = [id, near().served.get(id)?.id ?? id].map(place);
    return name.includes(town) || town.includes(name) ? name : `${name} (${town})`;
  };
  /** Its branch, and by which border if the branch has several ways. @param {import("../data/ways.js").Way} each */
  const way = (each) => {
    const { id, layer, branch } = each;
    const name = texts.branch(branch, texts.lang).text;
    const others = atlas.ways.filter((other) => other.id !== id && other.branch === branch && other.layer === layer);
    const own = others.length && courses.borders(each).find((border) => border && others.every(({ stops }) => !stops.includes(border)));
    return own ? texts.say("ways.by", { name, place: place(own) }) : name;
  };
  const country = (/** @type {string} */ code) => (code === AT_SEA ? texts.say("ways.sea") : texts.country(code));
  /** @param {import("../data/read.js").Feature} segment */
  const status = (segment) => worlds(state.get().date).at(segment)?.is.status ?? ABSENT;
  return {
    stop,
    way,
    status,
    /** What the status of a segment means. @param {import("../data/read.js").Feature} segment */
    meaning: (segment) => meaningOf(atlas, status(segment)),
    /** @param {import("../data/read.js").Feature} segment */
    isUnbuilt: (segment) => status(segment) === ABSENT || UNBUILT.includes(meaningOf(atlas, status(segment))),
    statusWord: (/** @type {string} */ told) => (told === ABSENT ? texts.say("ways.absent") : texts.word("status", told)),
    country,
    km: (/** @type {number} */ km) => texts.kilometres(km < SHORT_KM ? Math.round(km * 10) / 10 : Math.round(km)),
    /** The stop that serves a place off the ways, or the stop itself. */
    stopFor: (/** @type {string} */ id) => near().by.get(id) ?? id,
    /** @param {import("../data/course.js").Course} course */
    course: ({ runs }) => {
      const named = runs.length > 1 ? ({ branch }) => texts.branch(branch, texts.lang).text : way;
      const [first, ...others] = runs.map((run) => ({ ...run, name: texts.join([...new Set(run.ways.map(named))]) }));
      if (!first) return texts.say("ways.unnamed");
      return others.reduce((told, { name, start }) => texts.say("ways.then", { first: told, second: name, place: place(start) }), first.name);
    },
    /** What a part of a course is called. @param {import("../data/performance.js").Part} part */
    part: ({ kind, mode, countries, place: at }) => {
      const values = { mode: texts.word("mode", mode), countries: countries.map(country).join(" – "), place: at && stop(at) };
      const [what] = kind.split("-");
      return texts.say(what === "border" && at ? "ways.border" : `ways.part.${what}`, values);
    },
    /** @param {import("../data/performance.js").Span} span @param {string} [unit] */
    range: ({ low, high }, unit) => {
      const [from, to] = [low, high].map(Math.round);
      const amount = (/** @type {number} */ most) => (unit ? texts.amount(from, most, unit) : texts.between(from, most));
      if (low === -Infinity) return high < Infinity ? texts.say("ways.at_most", { amount: texts.amount(to, to, unit ?? "") }) : texts.say("ways.unknown");
      if (high < Infinity) return amount(to);
      return low ? texts.say("ways.or_more", { amount: amount(from) }) : texts.say("ways.unknown");
    },
  };
}

/**
 * Places off the ways, other than those that are but part of a network, each with the nearest stop;
 * and by stop the nearest of them.
 * @param {import("../data/read.js").Atlas} atlas
 */
function nearStops({ ways, byId, values }) {
  const ids = new Set(ways.flatMap(({ stops }) => stops));
  const stops = [...ids].flatMap((id) => byId.get(id) ?? []);
  const towns = [...new Set(stops.flatMap(({ layer }) => layer.features))].filter(({ id, is, layer }) => {
    return !ids.has(id) && !values[layer.mark?.kinds ?? ""]?.[is[layer.mark?.kinds ?? ""]]?.role;
  });
  const pairs = towns.flatMap((town) => {
    const [lon, lat] = position(town);
    const [nearest] = stops.map((stop) => ({ town, stop: stop.id, away: geodesicMetres(lon, lat, ...position(stop)) }))
      .sort((a, b) => a.away - b.away);
    return nearest.away < NEAR_M ? [nearest] : [];
  }).sort((a, b) => b.away - a.away);
  return {
    by: new Map(pairs.map(({ town, stop }) => [town.id, stop])),
    served: new Map(pairs.map(({ town, stop }) => [stop, town])),
  };
}
