// @ts-check
import { boxAround } from "../../map/boxes.js";
import { halfOf, SIGN_PX } from "../signs.js";
import { besides } from "./beside.js";
import { boxOf, spotOf } from "./lettering.js";
import { anchorsOf, anchorsWithin, middlesOn, partition } from "./plan.js";
import { createRoom } from "./room.js";
import { lengthOn } from "./spans.js";
import { MOST_SPOTS } from "./callouts.js";

/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;
/** To lie on another country that the scene tells of is as bad, for a name with a line, as so many pixels to it more. */
const ASTRAY_PX = 120;

const NOTHING = /** @type {any} */ ({ width: 1, height: 1 });

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("../places.js").Standing} Standing */
/** @typedef {import("./lettering.js").Lettering} Lettering */
/** @typedef {import("./minor.js").Minor} Minor */
/** @typedef {import("./plan.js").Area} Area */
/** @typedef {import("./plan.js").LetteredArea} LetteredArea */
/** @typedef {(box: Box) => number} Fault what is wrong with a name in a box */

/**
 * What is to be written.
 * @typedef {object} Names
 * @property {LetteredArea[]} areas
 * @property {Standing[]} places
 * @property {Map<string, [Lettering, Lettering]>} types of places, and finer ones
 * @property {Minor[]} minor
 * @property {[string, import("../../page.js").Strand[]][]} strands by branch
 * @property {import("./plan.js").Plan} plan where the names that must stand do so
 * @property {Set<string>} told ids of what the scene tells of
 * @property {Set<string>} asked and of what the reader asked for
 * @property {(place: Standing) => boolean} isOwnCapital
 * @property {(place: Standing) => boolean} isTelling whether a place tells more than others
 * @property {(place: Standing) => Fault} faultOf a name beside a place
 * @property {(town: Minor) => Fault} faultOfTown
 * @property {import("./branches.js").Branches} branches
 * @property {import("./callouts.js").Callouts} callouts
 */
/**
 * Names that are being written.
 * @typedef {object} Writing
 * @property {import("./room.js").Room} room
 * @property {Set<object>} standing areas and features named where the plan says
 * @property {Map<string, number[]>} named where the names of places stand
 * @property {Set<string>} lettered countries that have their names
 * @property {(() => boolean)[]} unnamed what puts the names of small countries beside them, once callouts stand, which
 *   name those that they tell of
 */

/**
 * Write all names where they have room, the most important first; a part of them at a time.
 * @param {Parameters<typeof createRoom>[0]} paint
 * @param {Names} names
 * @param {0 | 1 | 2} early whether callouts come before the names of places, and before those of capitals
 * @returns what is written; null if callouts have no room so
 */
export function* writeNames(paint, names, early) {
  const { areas, places, types, minor, strands, told, asked, isOwnCapital, isTelling, branches, callouts } = names;
  /** @type {Writing} */
  const writing = { room: createRoom(paint), standing: new Set(), named: new Map(), lettered: new Set(), unnamed: [] };
  const { room, standing, named, lettered, unnamed } = writing;
  const isLit = (/** @type {LetteredArea} */ { area }) => area.must || told.has(area.id);
  const isTold = (/** @type {{feature: {id: string}}} */ { feature }) => told.has(feature.id);
  const isAsked = (/** @type {Standing} */ { feature }) => asked.has(feature.id);
  const letterAreas = (/** @type {LetteredArea[]} */ some) => inParts(some, (each) => putArea(each, names, writing));
  const letterPlaces = (/** @type {Standing[]} */ some) => inParts(some, (each) => putPlace(each, names, writing));
  const putCallouts = () => callouts.putAll(room, (id) => areas.filter(({ area }) => area.id === id).flatMap(({ area }) => spotsOn(area, room)), lettered);
  const [loud, quiet] = partition(strands, ([, own]) => own.some(({ id }) => told.has(id)));
  const roomy = places.filter(({ crowded }) => !crowded);

  putPlanned(false, names, writing);
  if (early === 2) putCallouts();
  putPlanned(true, names, writing);
  if (early === 1) {
    yield* letterAreas(areas.filter(isLit));
    if (!putCallouts()) return null;
  }
  yield* letterPlaces(places.filter(isAsked));
  yield* inParts(loud, ([branch, own]) => branches.put(branch, own, true, room));
  const [own, foreign] = partition(roomy.filter((place) => !isTold(place) && !isAsked(place)), isOwnCapital);
  const [telling, plain] = partition(foreign, isTelling);
  roomy.filter(({ feature }) => standing.has(feature)).forEach(({ feature, spot }) => {
    named.set(types.get(feature.id)?.[0].text ?? "", spot);
  });
  yield* letterPlaces(own);
  if (early !== 1) yield* letterAreas(areas.filter(isLit));
  yield* letterPlaces(places.filter(isTold));
  if (!early && !putCallouts()) return null;
  yield* inParts(unnamed, (put) => put());
  yield* letterAreas(areas.filter(isGreatSea));
  yield* letterPlaces(telling);
  yield* inParts(quiet, ([branch, own]) => branches.put(branch, own, false, room));
  yield* letterAreas(areas.filter((each) => !isLit(each) && !isGreatSea(each)));
  yield* letterPlaces(plain);
  yield* inParts(minor, (town) => putMinor(town, names, writing));
  return room.written;
}

/** @template T @param {T[]} some @param {(one: T) => void} put @returns {Generator<void, void>} */
function* inParts(some, put) {
  for (const one of some) {
    put(one);
    yield;
  }
}

/** @param {{area: Area}} lettered */
export function isGreatSea({ area }) {
  return area.kind.includes("rank-1");
}

/** Write what has a place in the plan. @param {boolean} isOfPlaces @param {Names} names @param {Writing} writing */
function putPlanned(isOfPlaces, { plan }, { room: { scale, choose, isSeen, put }, standing }) {
  for (const [of, name] of plan.names) {
    if (Boolean(of.layer) !== isOfPlaces) continue;
    if (put(name.type, choose(name.type, [spotOf(name, scale)], isSeen), name.at)) standing.add(of);
  }
}

/** @param {LetteredArea} lettered @param {Names} names @param {Writing} writing */
function putArea({ area, sizes }, names, writing) {
  const { told, plan, callouts } = names;
  const { room, standing, lettered, unnamed } = writing;
  const { scale, seen, choose, put, isSeen } = room;
  const isTold = told.has(area.id);
  const mustStand = area.must || isTold;
  const [[full], [fine]] = sizes;
  if (!mustStand && area.room !== undefined && full.width > area.room * scale) return;
  if (!mustStand || !area.rings) {
    const [middles, small] = [full, fine].map((type) => (area.rings ? anchorsWithin(area, type, scale) : anchorsOf(area, scale)));
    const isPut = put(full, choose(full, middles)) || (isGreatSea({ area }) && put(fine, choose(fine, small)));
    if (!isPut && isTold) callouts.put(full, () => middles, room);
    return;
  }
  const types = sizes[plan.size];
  const isPut = standing.has(area) || types.some((type) => {
    return put(type, choose(type, [...anchorsWithin(area, type, scale), ...middlesOn(area, type, scale, seen)], isSeen));
  });
  if (isPut) lettered.add(area.id);
  else if (isTold && !area.short) putAside(area, types[0], names, room);
  else if (isTold && !callouts.tells(area.id)) unnamed.push(() => putAside(area, types[0], names, room));
}

/**
 * Write the name of a country beside it, rather not on another one of the scene: it would be read as that one's.
 * @param {Area} area
 * @param {Lettering} type
 * @param {Names} names
 * @param {Writing["room"]} room
 */
function putAside(area, type, { areas, told, callouts }, room) {
  const others = areas.filter(({ area: other }) => other !== area && other.rings && told.has(other.id));
  const fault = (/** @type {Box} */ box) => {
    const [x0, y0, x1, y1] = box.map((value) => value / room.scale);
    const lengths = others.map(({ area: { rings } }) => lengthOn(rings?.() ?? [], x0, x1, (y0 + y1) / 2));
    return ASTRAY_PX * Math.max(0, ...lengths) / (x1 - x0);
  };
  return callouts.put(type, () => spotsOn(area, room), room, { fault });
}

/** Spots on a country, those first that nothing covers. @param {Area} area @param {Writing["room"]} room */
function spotsOn(area, { scale, seen, isFree }) {
  return partition(middlesOn(area, NOTHING, scale, seen), (spot) => isFree(boxAround(spot, 3))).flat().slice(0, MOST_SPOTS);
}

/** @param {Standing} place @param {Names} names @param {Writing} writing */
function putPlace(place, { types: all, told, isOwnCapital, faultOf, callouts }, { room, standing, named }) {
  const { feature, spot, at } = place;
  const types = all.get(feature.id) ?? [];
  if (!types.length || standing.has(feature)) return;
  const [{ text }] = types;
  const last = named.get(text);
  if (last && Math.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_PX) return;
  const wrong = faultOf(place);
  const isTold = told.has(feature.id);
  const mustStand = isOwnCapital(place) || isTold;
  const isPut = types.slice(0, mustStand ? 2 : 1).some((type) => {
    return room.put(type, room.choose(type, besides(type, spot, halfOf(feature.layer)), undefined, wrong), at);
  });
  if (isPut) named.set(text, spot);
  else if (mustStand) {
    // A name that the scene does not tell of covers no sign.
    const fault = (/** @type {Box} */ box) => (!isTold && room.signs.meets(box) ? Infinity : wrong(box));
    callouts.put(types[0], () => [spot], room, { fault });
  }
}

/** @param {Minor} town @param {Names} names @param {Writing} writing */
function putMinor(town, { faultOfTown }, { room: { isFree, choose, put } }) {
  const { type, at, half, spot, dot } = town;
  if (dot && !isFree(boxOf(dot, spot))) return;
  const wrong = dot && faultOfTown(town);
  if (put(type, choose(type, besides(type, spot, half, Math.min(half, SIGN_PX)), undefined, wrong), at) && dot) put(dot, spot, at);
}
