// @ts-check
import { setChildren } from "../../dom.js";
import { onceAll } from "../../failure.js";
import { boxAround, createBoxIndex, meets } from "../../map/boxes.js";
import { SHOWN } from "../../data/filter.js";
import { askedFor, countryOf, featuresIn, kindOf, litCountries, ofShape, placesOf, valueOf } from "../../data/layers.js";
import { frames, onFrames } from "../../map/cover.js";
import { namesLanguage } from "../../text/names.js";
import { createBranches } from "./branches.js";
import { createCallouts } from "./callouts.js";
import { createCounts } from "./counts.js";
import { halfOf } from "../signs.js";
import { bestSides, faultOf } from "./beside.js";
import { putAt, setInType } from "./lettering.js";
import { createMinor } from "./minor.js";
import { pileBoxes, planNames, wantedCapital } from "./plan.js";
import { createSoil } from "./soil.js";
import { isGreatSea, writeNames } from "./writing.js";
import { STEP_M } from "../../map/sheet.js";

const DOT_PX = 3.5;
/** How the dots of towns look. */
const TOWN = "town";
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
  const group = sheet.layGroup("names", "labels");
  const [lit, labelled] = [litCountries(atlas), featuresIn(placesOf(atlas).filter(({ cells, nameless }) => !cells && !nameless))];
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

  /** What the scene tells of has all forms of its name. @param {Set<string>} told ids */
  const tell = (told) => {
    const lacking = areas.filter(({ area, sizes: [[full], [fine]] }) => told.has(area.id) && full === fine);
    const more = setInType(group, lacking.flatMap(({ area }) => formsOf(area)));
    lacking.forEach((each) => (each.sizes = sizesOf(more.splice(0, formsOf(each.area).length))));
    for (const [id, types] of names) types.forEach(({ node }) => node.classList.toggle("told", told.has(id)));
    for (const { area, sizes } of areas) sizes.flat().forEach(({ node }) => node.classList.toggle("told", told.has(area.id)));
  };

  /**
   * Plan anew at another zoom, or where another choice of names is shown.
   * @param {object} given
   * @param {Standing[]} given.places
   * @param {Box[]} given.stood their signs
   * @param {import("../../map/boxes.js").BoxIndex} given.lines
   * @param {number} given.scale
   * @param {(place: Standing) => import("./writing.js").Fault} given.faultBeside
   */
  const replan = ({ places, stood, lines, scale, faultBeside }) => {
    const { hidden, lang, names: choice } = state.get();
    const plannedNow = [scale, lang, choice, innerWidth, ...hidden].join();
    if (plannedNow === plannedFor) return;
    plannedFor = plannedNow;
    const capitals = places.filter(isOwnCapital).flatMap((each) => {
      const [types, wrong] = [names.get(each.feature.id), faultBeside(each)];
      return types ? [wantedCapital(each.feature, each.at, types, (type) => bestSides(type, each.spot, halfOf(each.feature.layer), wrong))] : [];
    });
    plan = planNames(areas, capitals, scale, stood, lines, drawn.piles);
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
    tell(told);
    const roomy = places.filter(({ crowded }) => !crowded);
    const others = minor.names(scale);
    const signs = [...roomy.map(signOf), ...others.flatMap(({ dot, spot }) => (dot ? [{ spot, look: TOWN }] : []))];
    const fault = (/** @type {import("./beside.js").Sign} */ sign, /** @type {string | null} */ home) => faultOf({ ...sign, home, signs, scale, soil });
    const lines = fieldOf(drawn.beads());
    const faultBeside = (/** @type {Standing} */ place) => fault(signOf(place), countryOf(place.feature));
    replan({ places, stood, lines, scale, faultBeside });
    drawn.piles.keepOff(drawn.crowds().flatMap(({ counts }) => counts.map(({ box }) => box)));
    const taken = near([...stood, ...pileBoxes(drawn.piles)]);
    writeCounts((box) => lines.meets(box) || taken.meets(box));
    taken.add(...drawn.crowds().map(({ box }) => box));
    const paint = { scale, paper, seen, panels, signs: taken, lines, told: near(beadsAround([...told].flatMap((id) => drawn.beads(id)))) };
    const wanted = {
      areas, places, types: names, minor: others, strands: [...drawn.branches()], plan, told, asked: askedFor(atlas, state.get()), isOwnCapital,
      isTelling: (/** @type {Standing} */ { feature }) => weight(feature) !== "plain",
      faultOf: faultBeside,
      faultOfTown: (/** @type {import("./minor.js").Minor} */ { spot, at }) => fault({ spot, look: TOWN }, soil.homeOf(at)),
      branches, callouts,
    };
    // Where callouts have no room beside the names, these have what room those leave.
    for (const early of /** @type {const} */ ([0, 1, 2])) {
      callouts.begin([...signsOf(places.filter(({ feature }) => told.has(feature.id))), ...pileBoxes(drawn.piles)], early);
      const whole = writeNames(paint, wanted, early);
      written = whole ?? [];
      if (whole) break;
    }
    place();
    written.forEach((name) => name.type.node.classList.toggle("led", callouts.isLed(name)));
    setChildren(group, [...callouts.nodes, ...written.map(({ type }) => type.node)]);
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
