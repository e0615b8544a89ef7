// @ts-check
import { setChildren, svg } from "../../dom.js";
import { onceAll } from "../../failure.js";
import { boxAround, createBoxIndex, meets } from "../../map/boxes.js";
import { SHOWN } from "../../data/filter.js";
import { askedFor, countryOf, featuresIn, kindOf, litCountries, ofShape, placesOf, valueOf } from "../../data/layers.js";
import { frames, onFrames } from "../../map/cover.js";
import { namesLanguage } from "../../text/names.js";
import { createBranches } from "./branches.js";
import { createCallouts, MOST_SPOTS } from "./callouts.js";
import { createCounts } from "./counts.js";
import { halfOf, SIGN_PX } from "../signs.js";
import { besides, bestSides, faultOf } from "./beside.js";
import { boxOf, spotOf, putAt, setInType } from "./lettering.js";
import { createMinor } from "./minor.js";
import { createRoom } from "./room.js";
import { anchorsOf, anchorsWithin, middlesOn, partition, pileBoxes, planNames, wantedCapital } from "./plan.js";
import { createSoil } from "./soil.js";
import { lengthOn } from "./spans.js";
import { STEP_M } from "../../map/sheet.js";

const DOT_PX = 3.5;
/** How the dots of towns look. */
const TOWN = "town";
/** Two signs of one name this near, a town and its station, need the name once. */
const NAMESAKE_PX = 40;

/** To lie on another country that the scene tells of is as bad, for a name with a line, as so many pixels to it more. */
const ASTRAY_PX = 120;

const NOTHING = /** @type {any} */ ({ width: 1, height: 1 });

/** @typedef {import("../../map/boxes.js").Box} Box */
/** @typedef {import("./plan.js").Area} Area */
/** @typedef {import("../places.js").Standing} Standing */

/**
 * Names on the map: the most important first, each only where it meets no other, covers no sign
 * and is not cut by the edge of the window or of a panel.
 * @param {import("../../page.js").Page} page
 */
export function drawLabels(page) {
  const { sheet, atlas, texts, state, scenes, drawn, view: { map } } = page;
  const group = svg("g", { class: "labels", "aria-hidden": "true" });
  sheet.lay("names", group);
  const [lit, labelled] = [litCountries(atlas), featuresIn(placesOf(atlas).filter(({ cells }) => !cells))];
  const weight = (/** @type {import("../../data/read.js").Feature} */ place) => valueOf(place, atlas).label ?? "plain";
  /** @type {import("./plan.js").LetteredArea[]} */
  let areas = [];
  /** In their type, and in a finer one. @type {Map<string, [import("./lettering.js").Lettering, import("./lettering.js").Lettering]>} */
  let names = new Map();
  const soil = createSoil(page);
  const [branches, callouts] = [createBranches(page, group), createCallouts(page, group)];
  const minor = createMinor(page, group);
  const writeCounts = createCounts(page);

  /** Where each name that must stand will do so, found anew for each zoom.
   * @type {import("./plan.js").Plan} */
  let plan = { names: new Map(), size: 0 };
  let plannedFor = "";
  /** @type {import("./lettering.js").Bound[]} */
  let written = [];
  const signOf = (/** @type {Standing} */ { feature, spot }) => ({ spot, look: valueOf(feature, atlas).sign });
  const isOwnCapital = ({ feature }) => weight(feature) === "strong" && lit.has(countryOf(feature));

  const isTiled = () => document.documentElement.classList.contains("tiled");
  const letter = () => {
    const language = namesLanguage(state.get());
    const known = isTiled() ? [] : areaLabels(language, page);
    const usual = known.map((area) => (area.must || isGreatSea({ area }) ? formsOf(area) : [area]));
    const placeNames = labelled.flatMap((place) => ["", " fine"].map((size) => {
      return { ...texts.nameIn(place, language), kind: `place ${weight(place)}${size}` };
    }));
    const set = setInType(group, [...usual.flat(), ...placeNames]);
    areas = known.map((area, i) => ({ area, sizes: sizesOf(set.splice(0, usual[i].length)) }));
    branches.letter(language);
    callouts.letter();
    minor.letter(language);
    plannedFor = "";
    names = new Map(labelled.map(({ id }, i) => [id, [set[2 * i], set[2 * i + 1]]]));
  };

  /** Whatever the plan is of, a name stands where its sign does. */
  const place = () => {
    const scale = sheet.pixelsPerStep();
    written.forEach((name) => putAt(name, scale));
    callouts.lead(scale);
  };

  const draw = () => {
    if (sheet.isStretched()) return; // the end of the motion draws them
    const scale = sheet.pixelsPerStep();
    const { min, max } = map.getPixelBounds();
    const paper = boxAround([(min.x + max.x) / 2, (min.y + max.y) / 2], max.x - min.x, max.y - min.y);
    const [seen, ...panels] = [...frames(), ...drawn.degrees()].map(([x0, y0, x1, y1]) => {
      return [x0 + min.x, y0 + min.y, x1 + min.x, y1 + min.y];
    });
    const near = (/** @type {Box[]} */ boxes) => createBoxIndex(boxes.filter((box) => meets(box, [paper])));
    const places = drawn.places();
    const stood = signsOf(places);
    const { named: told } = scenes.subject(state.get());
    const lacking = areas.filter(({ area, sizes: [[full], [fine]] }) => told.has(area.id) && full === fine);
    const more = setInType(group, lacking.flatMap(({ area }) => formsOf(area)));
    lacking.forEach((each) => (each.sizes = sizesOf(more.splice(0, formsOf(each.area).length))));
    for (const [id, types] of names) types.forEach(({ node }) => node.classList.toggle("told", told.has(id)));
    for (const { area, sizes } of areas) sizes.flat().forEach(({ node }) => node.classList.toggle("told", told.has(area.id)));
    const roomy = places.filter(({ crowded }) => !crowded);
    const others = minor.names(scale);
    const signs = [...roomy.map(signOf), ...others.flatMap(({ dot, spot }) => (dot ? [{ spot, look: TOWN }] : []))];
    const fault = (/** @type {import("./beside.js").Sign} */ sign, /** @type {string | null} */ home) => faultOf({ ...sign, home, signs, scale, soil });
    const lines = fieldOf(drawn.beads());
    const { hidden, lang, names: choice } = state.get();
    const plannedNow = [scale, lang, choice, innerWidth, ...hidden].join();
    if (plannedNow !== plannedFor) {
      plannedFor = plannedNow;
      const capitals = places.filter(isOwnCapital).flatMap((each) => {
        const types = names.get(each.feature.id);
        const wrong = fault(signOf(each), countryOf(each.feature));
        return types ? [wantedCapital(each.feature, each.at, types, (type) => bestSides(type, each.spot, halfOf(each.feature.layer), wrong))] : [];
      });
      plan = planNames(areas, capitals, scale, stood, lines, drawn.piles);
    }
    const taken = near([...stood, ...pileBoxes(drawn.piles)]);
    writeCounts((box) => lines.meets(box) || taken.meets(box));
    taken.add(...drawn.crowds().map(({ box }) => box));
    const paint = { scale, paper, seen, panels, signs: taken, lines, told: near(beadsAround([...told].flatMap((id) => drawn.beads(id)))) };
    // Where callouts have no room beside the names, these have what room those leave.
    const given = { told, places, roomy, others, fault };
    written = compose(paint, given, 0) ?? compose(paint, given, 1) ?? compose(paint, given, 2) ?? [];
    place();
    written.forEach((name) => name.type.node.classList.toggle("led", callouts.isLed(name)));
    setChildren(group, [...callouts.nodes, ...written.map(({ type }) => type.node)]);
  };

  /**
   * Write all names where they have room, the most important first.
   * @param {Parameters<typeof createRoom>[0]} paint
   * @param {object} given
   * @param {Set<string>} given.told
   * @param {Standing[]} given.places
   * @param {Standing[]} given.roomy
   * @param {import("./minor.js").Minor[]} given.others
   * @param {(sign: import("./beside.js").Sign, home: string | null) => (box: Box) => number} given.fault
   * @param {0 | 1 | 2} early whether callouts come before the names of places, and before those of capitals
   * @returns what is written; null if callouts have no room so
   */
  const compose = (paint, { told, places, roomy, others, fault }, early) => {
    const { scale, seen } = paint;
    const room = createRoom(paint);
    const { isFree, isSeen, choose, put } = room;
    const isTold = (/** @type {{id: string}} */ { id }) => told.has(id);
    callouts.begin([...signsOf(places.filter(({ feature }) => isTold(feature))), ...pileBoxes(drawn.piles)], early);
    /** @type {Map<string, number[]>} */
    const named = new Map();
    /** @type {Set<object>} areas and features named where the plan says */
    const standing = new Set();
    /** @type {Set<string>} countries that have their names */
    const lettered = new Set();
    /** What puts the names of small countries beside them, once callouts stand, which name those that they tell of. @type {(() => boolean)[]} */
    const unnamed = [];
    const putArea = ({ area, sizes }) => {
      const mustStand = area.must || isTold(area);
      const [[full], [fine]] = sizes;
      if (!mustStand && area.room !== undefined && full.width > area.room * scale) return;
      if (!mustStand || !area.rings) {
        const [middles, small] = [full, fine].map((type) => (area.rings ? anchorsWithin(area, type, scale) : anchorsOf(area, scale)));
        const isPut = put(full, choose(full, middles)) || (area.kind.includes("rank-1") && put(fine, choose(fine, small)));
        if (!isPut && isTold(area)) callouts.put(full, () => middles, room);
        return;
      }
      if (standing.has(area)) return lettered.add(area.id);
      const types = sizes[plan.size];
      const isPut = types.some((type) => {
        const own = choose(type, [...anchorsWithin(area, type, scale), ...middlesOn(area, type, scale, seen)], isSeen);
        return put(type, own);
      });
      if (isPut) lettered.add(area.id);
      else if (isTold(area) && !area.short) putAside(area, types[0]);
      else if (isTold(area) && !callouts.tells(area.id)) unnamed.push(() => putAside(area, types[0]));
    };
    /** A name at the end of a line lies rather not on another country of the scene: it would be read as that one's. */
    const putAside = (/** @type {Area} */ area, /** @type {import("./lettering.js").Lettering} */ type) => {
      const others = areas.filter(({ area: other }) => other !== area && other.rings && isTold(other));
      return callouts.put(type, () => within(area), room, (box) => {
        const [x0, y0, x1, y1] = box.map((value) => value / scale);
        const lengths = others.map(({ area: { rings } }) => lengthOn(rings?.() ?? [], x0, x1, (y0 + y1) / 2));
        return ASTRAY_PX * Math.max(0, ...lengths) / (x1 - x0);
      });
    };
    /** Spots on a country, those first that nothing covers. */
    const within = (/** @type {Area} */ area) =>
      partition(middlesOn(area, NOTHING, scale, seen), (spot) => isFree(boxAround(spot, 3))).flat().slice(0, MOST_SPOTS);
    /** @param {Standing} place */
    const putPlace = (place) => {
      const { feature, spot, at } = place;
      const types = names.get(feature.id) ?? [];
      if (!types.length || standing.has(feature)) return;
      const [{ text }] = types;
      const last = named.get(text);
      if (last && Math.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_PX) return;
      const wrong = fault(signOf(place), countryOf(feature));
      const mustStand = isOwnCapital(place) || isTold(feature);
      const isPut = types.slice(0, mustStand ? 2 : 1).some((type) => {
        return put(type, choose(type, besides(type, spot, halfOf(feature.layer)), undefined, wrong), at);
      });
      if (isPut) named.set(text, spot);
      else if (mustStand) {
        // A name that the scene does not tell of covers no sign.
        const misleads = (/** @type {Box} */ box) => (!isTold(feature) && room.signs.meets(box) ? Infinity : wrong(box));
        callouts.put(types[0], () => [spot], room, misleads);
      }
    };
    /** @param {[string, import("../../page.js").Course[]]} branch */
    const putBranch = ([branch, courses]) => branches.put(branch, courses, courses.some(isTold), room);
    const [loud, quiet] = partition([...drawn.branches()], ([, courses]) => courses.some(isTold));
    /** @param {import("./minor.js").Minor} name */
    const putMinor = ({ type, at, half, spot, dot }) => {
      if (dot && !isFree(boxOf(dot, spot))) return;
      const wrong = dot && fault({ spot, look: TOWN }, soil.homeOf(at));
      if (put(type, choose(type, besides(type, spot, half, Math.min(half, SIGN_PX)), undefined, wrong), at) && dot) put(dot, spot, at);
    };

    const isLit = ({ area }) => area.must || isTold(area);
    const rest = roomy.filter(({ feature }) => !isTold(feature));
    const isTelling = ({ feature }) => weight(feature) !== "plain";
    const putCallouts = () => callouts.putAll(room, (id) => areas.filter(({ area }) => area.id === id).flatMap(({ area }) => within(area)), lettered);
    const putPlanned = (/** @type {boolean} */ isOfPlaces) => {
      for (const [of, name] of plan.names) {
        if (Boolean(of.layer) !== isOfPlaces) continue;
        if (put(name.type, choose(name.type, [spotOf(name, scale)], isSeen), name.at)) standing.add(of);
      }
    };
    const putLit = () => areas.filter(isLit).forEach(putArea);
    const asked = askedFor(atlas, state.get());
    putPlanned(false);
    if (early === 2) putCallouts();
    putPlanned(true);
    if (early === 1) {
      putLit();
      if (!putCallouts()) return null;
    }
    places.filter(({ feature }) => asked.has(feature.id)).forEach(putPlace);
    loud.forEach(putBranch);
    const [own, foreign] = partition(rest.filter(({ feature }) => !asked.has(feature.id)), isOwnCapital);
    const [telling, plain] = partition(foreign, isTelling);
    roomy.filter(({ feature }) => standing.has(feature)).forEach(({ feature, spot }) => {
      named.set(names.get(feature.id)?.[0].text ?? "", spot);
    });
    own.forEach(putPlace);
    if (early !== 1) putLit();
    places.filter(({ feature }) => isTold(feature)).forEach(putPlace);
    if (!early && !putCallouts()) return null;
    unnamed.forEach((put) => put());
    areas.filter(isGreatSea).forEach(putArea);
    telling.forEach(putPlace);
    quiet.forEach(putBranch);
    areas.filter((area) => !isLit(area) && !isGreatSea(area)).forEach(putArea);
    plain.forEach(putPlace);
    others.forEach(putMinor);
    return room.written;
  };
  const redraw = onceAll(() => drawn.settled(draw));
  const write = () => {
    letter();
    redraw();
  };
  sheet.onZoom(place);
  sheet.onRest(redraw);
  map.on("resize ground", write);
  state.on([...SHOWN, "panel", "legend", "fan"], redraw);
  onFrames(redraw);
  state.on(["lang", "names"], write);
  write();
}

/** @param {{area: Area}} lettered */
function isGreatSea({ area }) {
  return area.kind.includes("rank-1");
}

/** The name of an area in its type, shortened, and both in a finer one. @param {Area} area */
function formsOf(area) {
  return ["", " fine"].flatMap((size) => [area.text, area.short ?? []].flat().map((text) => ({ ...area, text, kind: area.kind + size })));
}

/** @param {import("./lettering.js").Lettering[]} set the forms of an area, or the first of them
 * @returns {import("./plan.js").LetteredArea["sizes"]} */
function sizesOf(set) {
  const [full, short, fine, both] = set;
  return set.length === 4 ? [[full, short, both], [fine, both]] : [[full], [short ?? full]];
}

/** What lines take, by their beads. @type {WeakMap<number[][], import("../../map/boxes.js").BoxIndex>} */
const indexes = new WeakMap();

/** @param {number[][]} beads */
function fieldOf(beads) {
  const known = indexes.get(beads) ?? createBoxIndex(beadsAround(beads));
  indexes.set(beads, known);
  return known;
}

/** @param {number[][]} spots */
function beadsAround(spots) {
  return spots.map((spot) => boxAround(spot, 3));
}

/** @param {Standing[]} places */
function signsOf(places) {
  return places.map(({ feature, spot, crowded }) => boxAround(spot, crowded ? DOT_PX : halfOf(feature.layer)));
}

/**
 * @param {string} language of the names
 * @param {import("../../page.js").Page} page
 * @returns {Area[]}
 */
function areaLabels(language, { sheet, atlas, texts }) {
  const byHand = atlas.spots.countries ?? {};
  const order = Object.keys(byHand);
  const countries = ofShape(atlas, "areas").flatMap(({ features }) => {
    const sorted = [...features].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    return sorted.map((feature) => {
      const [lon, lat, roomKm] = feature.is.spot;
      const anchors = byHand[feature.id] ?? [[lon, lat]];
      const isLit = kindOf(feature, atlas) !== "quiet";
      return {
        ...texts.nameIn(feature, language),
        short: atlas.spots.short?.[feature.id]?.[language],
        id: feature.id,
        must: isLit,
        kind: isLit ? "area lit" : "area",
        anchors: anchors.map((at) => sheet.grid(at[0], at[1])),
        room: byHand[feature.id] ? undefined : (roomKm * 1000) / STEP_M,
        rings: () => sheet.shapeOf(feature),
      };
    });
  });
  const seas = (atlas.spots.seas ?? []).map(({ key, at, rank }) => ({
    ...texts.sea(key, language),
    id: key,
    must: false,
    kind: `sea rank-${rank}`,
    anchors: at.map(([lon, lat]) => sheet.grid(lon, lat)),
  }));
  return [...countries, ...seas];
}
