// @ts-check
import { meaningOf } from "../data/layers.js";
import { position } from "../data/read.js";
import { geodesicMetres } from "../map/projection.js";
import { later } from "./voice.js";

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

/** @param {Pick<import("../page.js").Page, "atlas" | "texts" | "worlds" | "state">} page */
export function createWayTexts({ atlas, texts, worlds, state }) {
  const near = later(() => nearStops(atlas));
  const place = (/** @type {string} */ id) => texts.name(/** @type {import("../data/read.js").Feature[]} */ (atlas.byId.get(id))[0]);
  /** A stop, with the town that it serves. @param {string} id */
  const stop = (id) => {
    const [name, town] = [id, near().served.get(id)?.id ?? id].map(place);
    return name.includes(town) || town.includes(name) ? name : `${name} (${town})`;
  };
  /** Its branch, and by which border if the branch has several ways. @param {import("../data/ways.js").Way} way */
  const way = ({ id, layer, branch, parts }) => {
    const name = texts.branch(branch, texts.lang).text;
    const others = atlas.ways.filter((each) => each.id !== id && each.branch === branch && each.layer === layer);
    const borders = parts.flat().map(({ at: [border] }) => border);
    const own = others.length && borders.find((border) => border && others.every(({ stops }) => !stops.includes(border)));
    return own ? texts.say("ways.by", { name, place: place(own) }) : name;
  };
  /** @param {import("../data/read.js").Feature} segment */
  const status = (segment) => worlds(state.get().date).at(segment)?.is.status ?? ABSENT;
  return {
    stop,
    way,
    status,
    /** What the status of a segment means. @param {import("../data/read.js").Feature} segment */
    meaning: (segment) => meaningOf(atlas, status(segment)),
    statusWord: (/** @type {string} */ told) => (told === ABSENT ? texts.say("ways.absent") : texts.word("status", told)),
    country: (/** @type {string} */ code) => (code === "sea" ? texts.say("ways.sea") : texts.country(code)),
    km: (/** @type {number} */ km) => texts.kilometres(km < SHORT_KM ? Math.round(km * 10) / 10 : Math.round(km)),
    /** The stop that serves a place off the ways, or the stop itself. */
    stopFor: (/** @type {string} */ id) => near().by.get(id) ?? id,
    /** @param {import("../data/courses.js").Course} course */
    course: ({ ways: [first, second], alike, change }) => {
      return second
        ? texts.say("ways.then", { first: way(first), second: way(second), place: place(change) })
        : texts.join([first, ...alike].map(way));
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
