// @ts-check
import { featuresIn, kindOf, ofShape, placesOf, valueOf } from "../../data/layers.js";
import { STEP_M } from "../../map/sheet.js";
import { setInType } from "./lettering.js";
import { isGreatSea } from "./writing.js";

/** @typedef {import("./plan.js").Area} Area */

/**
 * The names of areas, seas and places, set in type.
 * @param {import("../../page.js").Page} page
 * @param {SVGElement} group where they are drawn
 */
export function createTypeset(page, group) {
  const { atlas, texts } = page;
  const labelled = featuresIn(placesOf(atlas).filter(({ cells, nameless }) => !cells && !nameless));
  /** @type {import("./plan.js").LetteredArea[]} */
  let areas = [];
  /** In their type, and in a finer one. @type {Map<string, [import("./lettering.js").Lettering, import("./lettering.js").Lettering]>} */
  let names = new Map();
  const isTiled = () => document.documentElement.classList.contains("tiled");
  /** @param {string} language of the names */
  const letter = (language) => {
    const known = isTiled() ? [] : areaLabels(language, page);
    const usual = known.map((area) => (area.must || isGreatSea({ area }) ? formsOf(area) : [area]));
    const placeNames = labelled.flatMap((place) => ["", " fine"].map((size) => {
      return { ...texts.nameIn(place, language), kind: `place ${rankOfPlace(place, atlas)}${size}` };
    }));
    const set = setInType(group, [...usual.flat(), ...placeNames]);
    areas = known.map((area, i) => ({ area, sizes: sizesOf(set.splice(0, usual[i].length)) }));
    names = new Map(labelled.map(({ id }, i) => [id, [set[2 * i], set[2 * i + 1]]]));
  };

  /** What the scene tells of has all forms of its name. @param {Set<string>} told ids */
  const tell = (told) => {
    const lacking = areas.filter(({ area, sizes: [[full], [fine]] }) => told.has(area.id) && full === fine);
    const more = setInType(group, lacking.flatMap(({ area }) => formsOf(area)));
    lacking.forEach((each) => (each.sizes = sizesOf(more.splice(0, formsOf(each.area).length))));
    for (const [id, types] of names) types.forEach(({ node }) => node.classList.toggle("told", told.has(id)));
    for (const { area, sizes } of areas) sizes.flat().forEach(({ node }) => node.classList.toggle("told", told.has(area.id)));
  };

  return { letter, tell, areas: () => areas, names: () => names };
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

/**
 * How much the name of a place weighs: `strong`, `medium` or `plain`.
 * @param {import("../../data/read.js").Feature} place
 * @param {import("../../data/read.js").Atlas} atlas
 */
export function rankOfPlace(place, atlas) {
  return valueOf(place, atlas).label ?? "plain";
}
