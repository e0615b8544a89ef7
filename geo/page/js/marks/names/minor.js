// @ts-check
import { svg } from "../../dom.js";
import { featuresIn, placesOf, valueOf } from "../../data/layers.js";
import { position } from "../../data/read.js";
import { middleOf } from "../../map/boxes.js";
import { STEP_M } from "../../map/sheet.js";
import { pointSign } from "../signs.js";
import { setInType } from "./lettering.js";

const TOWN_PX = 2.6;
/** The half of what the smaller star of a capital takes. */
const CAPITAL_PX = 4;
/** A town is named where so many of its people share each square metre of a pixel. */
const PEOPLE_PER_M2 = 0.11;
const EDGE_OF_PILE_PX = 1;
/** So many years are named one by one. */
const YEARS_LISTED = 3;

/**
 * A name for where there is room left: of a town, with its dot, or of a pile of events.
 * @typedef {object} Minor
 * @property {import("./lettering.js").Lettering} type
 * @property {number[]} at its sign, in steps of the sheet
 * @property {number} half of the width of its sign, in pixels
 * @property {number[]} spot its sign, in world pixels
 * @property {import("./lettering.js").Lettering} [dot] its sign, where nothing else draws it
 */

/**
 * What is named from close by alone, where there is room: events, and the towns between the places.
 * @param {import("../../page.js").Page} page
 * @param {SVGElement} group where labels are drawn
 */
export function createMinor({ sheet, atlas, texts, drawn }, group) {
  const features = atlas.ground.towns ?? [];
  /** A place whose sign says what such a town is, too. */
  const capital = featuresIn(placesOf(atlas)).find((place) => valueOf(place, atlas).label === "strong");
  /** @type {(Omit<Minor, "spot"> & {people: number})[]} */
  let towns = [];
  /** @type {Map<string, import("./lettering.js").Lettering>} */
  let events = new Map();

  const isClose = (/** @type {number} */ scale) => STEP_M / scale <= atlas.view.minor_places_m_per_px;

  /** What a pile is called: its kinds of events, each with its years; one alone that somebody added, as they call it.
   * @param {import("../../data/read.js").Feature[]} piled */
  const called = (piled) => {
    /** @type {Map<string, Set<string>>} */
    const years = new Map();
    for (const { layer, is } of piled) {
      const [column] = layer.added && !layer.nameless && !piled[1] ? [] : layer.legend;
      const word = column && is[column] ? texts.word(column, is[column]) : texts.name({ ...piled[0], is });
      const [start] = layer.time;
      years.set(word, (years.get(word) ?? new Set()).add(is[start].slice(0, 4)));
    }
    return [...years].map(([word, of]) => {
      const all = [...of].sort();
      return `${word} ${all.length > YEARS_LISTED ? `${all[0]}–${all.at(-1)}` : all.join(", ")}`;
    }).join(" · ");
  };

  return {
    /** @param {string} language of the names */
    letter(language) {
      const types = setInType(group, features.map((town) => ({ ...texts.nameIn(town, language), kind: "town" })));
      events = new Map();
      towns = features.map((town, i) => {
        const star = town.is.capital && capital ? svg("svg", { class: "town-capital" }, [pointSign(capital.layer, capital.is, atlas)]) : null;
        const [width, node] = star ? [CAPITAL_PX, star] : [TOWN_PX, svg("rect", { class: "town-dot", width: TOWN_PX, height: TOWN_PX, rx: TOWN_PX / 2 })];
        const dot = { text: "", node, width, height: width, rise: 0 };
        const at = sheet.grid(...position(town));
        return { type: types[i], at, half: width, dot, people: town.is.population };
      });
    },
    /**
     * @param {number} scale pixels to a step
     * @returns {Minor[]} the most important first
     */
    towns(scale) {
      const least = PEOPLE_PER_M2 * (STEP_M / scale) ** 2;
      const large = isClose(scale) ? towns.filter(({ people }) => people >= least) : [];
      return large.map((town) => ({ ...town, spot: town.at.map((value) => value * scale) }));
    },
    /**
     * Those of the piles, where these stand now.
     * @param {number} scale pixels to a step
     * @returns {Minor[]}
     */
    events(scale) {
      if (!isClose(scale)) return [];
      const piles = drawn.events().map((pile) => ({ ...pile, text: called(pile.features) }));
      const fresh = [...new Set(piles.map(({ text }) => text))].filter((text) => !events.has(text));
      setInType(group, fresh.map((text) => ({ text, lang: "", kind: "event" }))).forEach((type) => events.set(type.text, type));
      return piles.flatMap(({ text, at, box }) => {
        const type = events.get(text);
        return type ? [{ type, at, half: (box[2] - box[0]) / 2 + EDGE_OF_PILE_PX, spot: middleOf(box) }] : [];
      });
    },
  };
}
