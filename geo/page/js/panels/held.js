// @ts-check
import { element, linkButton } from "../dom.js";
import { countryOf, isEvents, listedEvents, tookPart } from "../data/layers.js";
import { fold } from "../text/fold.js";

/** What the lists are called; that of events elsewhere is folded, being the longer one. */
const [HERE, ELSEWHERE] = ["details.here", "details.elsewhere"];

/**
 * Events of a layer in lists, the newest first: those held in a country, and those elsewhere that
 * it took part in.
 * @param {import("../data/read.js").Feature[]} events
 * @param {string} iso2
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
export function heldLists(events, iso2, page) {
  const [here, elsewhere] = [true, false].map((isHere) => events.filter((event) => (countryOf(event) === iso2) === isHere));
  return [...listOf(HERE, here, page), ...listOf(ELSEWHERE, elsewhere, page)];
}

/**
 * What was held in a country or with it, or at a place, by the day that the map shows.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing for what has no events
 */
export function held(feature, page) {
  const { atlas, filter } = page;
  const { layer, is } = feature;
  const isPlace = layer.shape === "points" && !isEvents(layer);
  return listedEvents(atlas).flatMap(({ features }) => {
    const there = features.filter((event) => filter.at(event));
    if (isPlace) return listOf(HERE, there.filter((event) => isAt(event, feature)), page);
    return layer.shape === "areas" ? heldLists(there.filter((event) => tookPart(event, is.iso_a2, atlas)), is.iso_a2, page) : [];
  });
}

/** Whether an event says that it was held at a place.
 * @param {import("../data/read.js").Feature} event @param {import("../data/read.js").Feature} place */
function isAt(event, place) {
  const said = event.layer.search.map((column) => ` ${fold(event.is[column] ?? "")} `);
  return countryOf(event) === countryOf(place) && said.some((text) => text.includes(` ${fold(place.is.name)} `));
}

/**
 * @param {string} key of the title
 * @param {import("../data/read.js").Feature[]} events
 * @param {import("../page.js").Page} page
 */
function listOf(key, events, { texts, choose }) {
  if (!events.length) return [];
  const { layer } = events[0];
  const { id, time: [start] } = layer;
  const items = events.toSorted((a, b) => (a.is[start] < b.is[start] ? 1 : -1)).map((event) => {
    const link = linkButton(`${key}-${event.id}`, texts.label(event), () => choose(event.id));
    return element("li", {}, [link, ...texts.absence(event).map((word) => element("span", { class: "origin" }, [word]))]);
  });
  const named = `${key}-${id}`;
  const title = [texts.say(key, { layer: texts.say(`layers.${id}.name`) }), " ", element("span", { class: "count" }, [texts.number(events.length)])];
  const list = element("ul", { "data-list": `${named}-list` }, items);
  const isHere = key === HERE;
  return [
    element("section", { class: "held", "data-list": named }, isHere
      ? [element("h4", {}, title), list]
      : [element("details", { "data-list": `${named}-more` }, [element("summary", {}, title), list])]),
  ];
}
