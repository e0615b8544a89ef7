// @ts-check
import { element } from "../dom.js";

/**
 * The rhythm of the exercises: series by year, India's turns and the partner's told apart, gaps
 * left open. A cell leads to its edition on the map; to the day that it ended, if the map shows an
 * earlier one.
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement}
 */
export function exerciseRhythm({ atlas, texts, state, filter, choose }) {
  const editions = atlas.layers.exercises ?? [];
  const yearOf = ({ is }) => Number(is.start.slice(0, 4));
  const first = Math.min(...editions.map(yearOf));
  const last = Number(atlas.edition.date.slice(0, 4));
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const { feature: chosen } = state.get();
  const short = (year) => (year % 5 === 0 ? String(year) : `’${String(year).slice(2)}`);
  const head = element("tr", {}, [
    element("td"),
    ...years.map((year) => element("th", { scope: "col", "aria-label": year, class: year % 5 ? "minor" : "" }, [short(year)])),
  ]);
  const rows = Map.groupBy(editions, ({ is }) => is.series);
  const body = [...rows].map(([series, own]) => {
    const cells = years.map((year) => {
      const marks = own.filter((edition) => yearOf(edition) === year).map((edition) => {
        const { is, id } = edition;
        const side = is.host === "IN" ? "home" : is.india ? "away" : "without";
        const later = filter.at(edition) ? "" : "later";
        const button = element("button", {
          type: "button", class: `turn ${side} ${later}`, "data-edition": id, "data-key": id,
          "aria-label": texts.say("rhythm.edition", { name: texts.name(edition), country: texts.country(is.host) }),
          title: texts.label(edition), "aria-pressed": String(id === chosen),
        });
        button.addEventListener("click", () => {
          if (!filter.at(edition)) state.set({ date: is.end });
          choose(id);
        });
        return button;
      });
      return element("td", {}, marks);
    });
    return element("tr", { class: series }, [
      element("th", { scope: "row" }, [texts.word("series", series)]), ...cells,
    ]);
  });
  const key = ["home", "away", "without"].map((side) =>
    element("li", {}, [element("span", { class: `turn ${side}` }), texts.say(`rhythm.${side}`)]),
  );
  return element("section", { class: "rhythm" }, [
    element("h3", {}, [texts.say("rhythm.heading")]),
    element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": texts.say("rhythm.heading") }, [
      element("table", {}, [element("thead", {}, [head]), element("tbody", {}, body)]),
    ]),
    element("ul", { class: "key" }, key),
  ]);
}
