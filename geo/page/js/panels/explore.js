// @ts-check
import { byId, element, renew, setAttribute } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { listedEvents, partnersOf } from "../data/layers.js";
import { spanOf } from "../data/time.js";
import { createCards } from "./cards.js";
import { rhythm } from "./rhythm.js";

/**
 * What can be explored: a card for each partner country, on the day that the map shows, and the
 * rhythm of events.
 * @param {import("../page.js").Page} page
 */
export function addExplore(page) {
  const { atlas, texts, state, filter } = page;
  const section = byId("explore");
  const partners = partnersOf(atlas);
  /** What stays while time goes on, but for marks, is made once for each language.
   * @type {{lang: string, rhythms: HTMLElement[], cardOf: ReturnType<typeof createCards>}} */
  let made = { lang: "", rhythms: [], cardOf: createCards(section, page) };
  const draw = () => {
    if (state.get().tab !== "explore") return;
    const { date, lang } = state.get();
    if (lang !== made.lang) {
      const rhythms = listedEvents(atlas).filter((layer) => layer.rhythm).map((layer) => rhythm(layer, page));
      made = { lang, rhythms, cardOf: createCards(section, page) };
    }
    const when = spanOf(state.get()) === "year" ? texts.date(date, "year") : texts.brief(date);
    renew(section, [
      ...(partners ? [element("h2", {}, [texts.say(`layers.${partners.id}.cards.title`, { date: when })])] : []),
      ...(partners?.features ?? []).map(made.cardOf),
      ...(texts.has("explore.note") ? [element("p", { class: "hint" }, [texts.say("explore.note")])] : []),
      ...made.rhythms,
    ]);
    mark();
  };
  const mark = () => {
    section.querySelectorAll("[data-edition]").forEach((turn) => {
      const id = turn.getAttribute("data-edition") ?? "";
      setAttribute(turn, "aria-pressed", String(id === state.get().feature));
      turn.classList.toggle("later", !atlas.byId.get(id)?.some(filter.at));
    });
  };

  section.addEventListener("toggle", draw, true);
  state.on(["tab", "lang", ...FILTERED], draw);
  state.on("feature", mark);
  draw();
}
