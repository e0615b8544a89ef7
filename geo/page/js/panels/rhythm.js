// @ts-check
import { element, pushButton } from "../dom.js";
import { countryOf } from "../data/layers.js";
import { grouped } from "../data/read.js";
import { inHue } from "../marks/signs.js";
import { fill } from "../text/fill.js";

/**
 * The rhythm of events: those of each kind by year, those held in the country that the atlas is
 * about told apart, gaps left open. A cell leads to its event on the map; to the day that it ended,
 * if the map shows an earlier one.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function rhythm(layer, { atlas, texts, state, filter, choose }) {
  const { features: editions, rhythm: kinds = "", time: [start, end = start] } = layer;
  const say = (/** @type {string} */ key) => texts.say(`layers.${layer.id}.rhythm.${key}`);
  const yearOf = ({ is }) => Number(is[start].slice(0, 4));
  const first = Math.min(...editions.map(yearOf));
  const last = Number(atlas.edition.date.slice(0, 4));
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const short = (year) => (year % 5 === 0 ? String(year) : `’${String(year).slice(2)}`);
  const head = element("tr", {}, [
    element("td"),
    ...years.map((year) => element("th", { scope: "col", "aria-label": year, class: year % 5 ? "minor" : "" }, [short(year)])),
  ]);
  const rows = grouped(editions, ({ is }) => is[kinds]);
  const body = [...rows].map(([kind, own]) => {
    const cells = years.map((year) => {
      const marks = own.filter((edition) => yearOf(edition) === year).map((edition) => {
        const { is, id } = edition;
        const side = sideOf(edition, atlas);
        return pushButton({
          class: `turn ${side}`, "data-edition": id, "data-key": id,
          "aria-label": fill(texts.template(`layers.${layer.id}.rhythm.turn`), edition, { atlas, texts }),
          title: texts.label(edition),
        }, [], () => {
          if (!filter.at(edition)) state.set({ date: is[end] });
          choose(id);
        });
      });
      return element("td", {}, marks);
    });
    const row = element("tr", {}, [element("th", { scope: "row" }, [texts.word(kinds, kind)]), ...cells]);
    return inHue(row, atlas.values[kinds]?.[kind]?.hue ?? layer.mark?.own_hue);
  });
  const key = ["home", "away", "without"].map((side) =>
    element("li", {}, [element("span", { class: `turn ${side}` }), say(side)]),
  );
  return element("section", { class: "rhythm" }, [
    element("h3", {}, [say("title")]),
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("title") }, [
      element("table", {}, [element("thead", {}, [head]), element("tbody", {}, body)]),
    ]),
    element("ul", { class: "key" }, key),
  ]);
}

/**
 * Where an event was held: in the subject of the atlas, elsewhere with it, or without it.
 * @param {import("../data/read.js").Feature} event
 * @param {import("../data/read.js").Atlas} atlas
 */
function sideOf(event, { subject }) {
  if (countryOf(event) === subject) return "home";
  return event.layer.subject && !event.is[event.layer.subject] ? "without" : "away";
}
