// @ts-check
import { element, linkButton, renew } from "../dom.js";
import { listedEvents, meaningOf, MEMBERS, tookPart, usualNetworks } from "../data/layers.js";
import { fill } from "../text/fill.js";
import { heldLists } from "./held.js";

/** What runs, or did. */
const HAS_RUN = ["runs", "broken"];

/** @typedef {{layer: import("../data/read.js").Layer, list: import("../data/read.js").Feature[], isOpen: boolean}} Held */

/**
 * What makes the cards of countries, each of them anew as often as it tells something else.
 * @param {HTMLElement} section where they are shown, with lists that may be open
 * @param {import("../page.js").Page} page
 */
export function createCards(section, page) {
  const { atlas, texts, state, worlds, filter, choose } = page;
  /** @type {Map<string, {told: string, node: HTMLElement}>} */
  const cards = new Map();

  /** What a card tells of a country, on the day or in its year.
   * @param {import("../data/read.js").Feature} country */
  const toldOf = (country) => {
    const world = worlds(state.get().date);
    const there = world.at(country) ?? country;
    const { iso_a2: iso2, iso_a3: iso3 } = country.is;
    const lines = Array.from({ length: country.layer.cards ?? 0 }, (_, i) => {
      return fill(texts.template(`layers.${country.layer.id}.cards.lines.${i + 1}`), there, page);
    }).filter(Boolean);
    const standings = atlas.bodies.map((body) => [body, world.standing(iso3, body)]).filter(([, standing]) => standing !== "none");
    const events = listedEvents(atlas).filter(({ host, partners }) => host || partners).map((layer) => {
      const list = layer.features.filter((event) => tookPart(event, iso2, atlas) && filter.at(event));
      return { layer, list, isOpen: Boolean(section.querySelector(`[data-list="${layer.id}-${iso2}"]`)?.hasAttribute("open")) };
    });
    return { lines, standings, events, networks: networksIn(country, world) };
  };

  /** @param {import("../data/read.js").Feature} country @param {ReturnType<typeof toldOf>} told */
  const contents = (country, { lines, standings, events, networks }) => {
    const link = linkButton(country.id, texts.name(country), () => choose(country.id));
    const chips = standings.map(([body, standing]) =>
      element("li", { class: MEMBERS.includes(standing) ? "full" : null }, [
        texts.word("body", body),
        ...(MEMBERS.includes(standing) ? [] : [` (${texts.word("standing", standing)})`]),
      ]),
    );
    return [
      element("h3", {}, [link]),
      element("p", {}, [lines.join(" · ")]),
      ...(chips.length ? [element("ul", { class: "chips" }, chips)] : []),
      element("ul", { class: "counts" }, [
        ...events.map((held) => heldIn(held, country.is.iso_a2)),
        ...networks.map(({ layer, km }) => element("li", { class: "km" }, [
          element("strong", {}, [texts.kilometres(km)]), " ", texts.say(`layers.${layer.id}.name`),
        ])),
      ]),
    ];
  };

  /** What took place with a country. @param {Held} held @param {string} iso2 */
  const heldIn = ({ layer, list, isOpen }, iso2) => {
    const key = `${layer.id}-${iso2}`;
    const counted = `layers.${layer.id}.counted`;
    const called = texts.has(`${counted}.other`) ? texts.count(counted, list.length) : texts.title(layer);
    const summary = element("summary", { "data-key": key }, [element("strong", {}, [texts.number(list.length)]), " ", called]);
    return element("li", {}, [element("details", { "data-list": key }, [summary, ...(isOpen ? heldLists(list, iso2, page) : [])])]);
  };

  /** Kilometres of each network on a country's land that ran by the day.
   * @param {import("../data/read.js").Feature} country @param {import("../data/time.js").World} world */
  const networksIn = (country, world) =>
    usualNetworks(atlas).flatMap((layer) => {
      const km = layer.features.reduce((sum, segment) => {
        const there = atlas.values.mode[segment.is.mode]?.on === "land" && world.at(segment);
        const hasRun = there && HAS_RUN.includes(meaningOf(atlas, there.is.status));
        return hasRun ? sum + segment.is.len_km * shareIn(country, segment) : sum;
      }, 0);
      return km ? [{ layer, km: Math.round(km) }] : [];
    });

  /** The card of a country, made anew where it tells something else. @param {import("../data/read.js").Feature} country */
  return (country) => {
    const all = toldOf(country);
    const held = all.events.map(({ list, isOpen }) => (isOpen ? list.map(({ id }) => id) : list.length));
    const told = JSON.stringify([all.lines, all.standings, held, all.networks.map(({ km }) => km)]);
    const card = cards.get(country.id) ?? { told: "", node: element("article", { class: "card" }) };
    if (told !== card.told) renew(card.node, contents(country, all));
    cards.set(country.id, { ...card, told });
    return card.node;
  };
}

/**
 * The part of a segment that lies in a country.
 * @param {import("../data/read.js").Feature} country
 * @param {import("../data/read.js").Feature} segment
 */
function shareIn({ is: { iso_a2: iso2 } }, { is: { iso_from: from, iso_to: to, share } }) {
  return from === iso2 ? share : to === iso2 ? 1 - share : 0;
}
