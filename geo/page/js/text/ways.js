// @ts-check
import { geodesicMetres } from "../map/projection.js";
import { position } from "../data/read.js";
import { later } from "./voice.js";

/** A place off the ways at most this far from a stop is reached by it. */
const NEAR_M = 30000;

/**
 * How ways, courses and stops are called.
 * @typedef {ReturnType<typeof createNames>} WayNames
 */

/** @param {Pick<import("../page.js").Page, "atlas" | "texts">} page */
export function createNames({ atlas, texts }) {
  const near = later(() => nearStops(atlas));
  const place = (/** @type {string} */ id) => {
    const [stop] = atlas.byId.get(id) ?? [];
    return stop ? texts.name(stop) : id;
  };
  /** A stop, with the town that it serves. @param {string} id */
  const stop = (id) => {
    const [name, ...others] = [place(id), ...(near().served.get(id) ?? []).map(({ feature }) => texts.name(feature))];
    const other = others.find((each) => !each.includes(name) && !name.includes(each));
    return other ? `${name} (${other})` : name;
  };
  /** Its branch, and by which border if the branch has several ways. @param {import("../data/ways.js").Way} way */
  const way = ({ id, layer, branch, parts }) => {
    const name = texts.word(texts.has(`branch_full.${branch}`) ? "branch_full" : "branch", branch);
    const others = atlas.ways.filter((each) => each.id !== id && each.branch === branch && each.layer === layer);
    const borders = parts.flat().map(({ at: [border] }) => border);
    const own = others.length && borders.find((border) => border && others.every(({ stops }) => !stops.includes(border)));
    return own ? texts.say("ways.by", { name, place: place(own) }) : name;
  };
  return {
    stop,
    way,
    /** The stop that serves a place off the ways, or the stop itself. */
    stopFor: (/** @type {string} */ id) => near().by.get(id) ?? id,
    /** @param {import("../data/ways.js").Course} course */
    course: ({ ways: [first, second], change }) => {
      return second ? texts.say("ways.then", { first: way(first), second: way(second), place: place(change) }) : way(first);
    },
  };
}

/**
 * The places off the ways that the stops serve, each by the nearest of them, the nearest first.
 * @param {import("../data/read.js").Atlas} atlas
 */
function nearStops({ ways, byId }) {
  const ids = new Set(ways.flatMap(({ stops }) => stops));
  const stops = [...ids].flatMap((id) => byId.get(id) ?? []);
  const off = [...new Set(stops.flatMap(({ layer }) => layer.features))].filter(({ id }) => !ids.has(id));
  const pairs = off.flatMap((feature) => {
    const [lon, lat] = position(feature);
    const aways = stops.map((stop) => ({ feature, stop: stop.id, away: geodesicMetres(lon, lat, ...position(stop)) }));
    const [nearest] = aways.sort((a, b) => a.away - b.away);
    return nearest.away < NEAR_M ? [nearest] : [];
  }).sort((a, b) => a.away - b.away);
  /** @type {Map<string, typeof pairs>} */
  const served = new Map();
  pairs.forEach((pair) => served.set(pair.stop, [...(served.get(pair.stop) ?? []), pair]));
  return { served, by: new Map(pairs.map(({ feature, stop }) => [feature.id, stop])) };
}
