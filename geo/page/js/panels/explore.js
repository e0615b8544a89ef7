// @ts-check
import { bdi, byId, element } from "../dom.js";
import { cell } from "./details.js";
import { contains, listed, parts } from "../data/read.js";
import { FILTERED } from "../data/filter.js";
import { geodesicMetres } from "../map/projection.js";
import { exerciseRhythm } from "./rhythm.js";
import { BODIES, CORRIDORS, MEMBERS } from "../data/time.js";

const ON_LAND = ["rail", "road"];
/** What runs, or did. */
const HAS_RUN = ["operating", "trial", "disrupted", "suspended"];

/**
 * What can be explored: a card for each republic, on the day that the map shows, and the rhythm of
 * the exercises.
 * @param {import("../page.js").Page} page
 */
export function addExplore(page) {
  const { atlas, texts, state, worlds, filter, choose } = page;
  const section = byId("explore");
  const draw = () => {
    if (state.get().tab !== "explore") return;
    const { date, span } = state.get();
    const when = span === "year" ? texts.date(`${date.slice(0, 4)}-01-01`) : texts.brief(date);
    const focused = section.contains(document.activeElement) && document.activeElement?.getAttribute("data-key");
    const open = [...section.querySelectorAll("details[open]")].map((list) => list.getAttribute("data-list"));
    section.replaceChildren(
      element("h2", {}, [texts.say("explore.heading", { date: when })]),
      ...(atlas.layers.republics ?? []).map((republic) => card(republic)),
      element("p", { class: "hint" }, [texts.say("explore.note")]),
      exerciseRhythm(page),
    );
    open.forEach((list) => section.querySelector(`[data-list="${list}"]`)?.setAttribute("open", ""));
    if (!focused) return;
    const again = section.querySelector(`[data-key="${CSS.escape(focused)}"]`);
    /** @type {HTMLElement | null} */ (again)?.focus();
  };
  const press = () => {
    section.querySelectorAll("[data-edition]").forEach((turn) => {
      turn.setAttribute("aria-pressed", String(turn.getAttribute("data-edition") === state.get().feature));
    });
  };

  /** @param {import("../data/read.js").Feature} republic */
  const card = (republic) => {
    const world = worlds(state.get().date);
    const { is } = world.at(republic) ?? republic;
    const { iso_a2: iso2, iso_a3: iso3, diplo_on: relations, partnership_year: partner } = is;
    const capital = cell("capital", is, page);
    const link = element("button", { type: "button", class: "link", "data-key": republic.id }, [bdi(texts.name(republic))]);
    link.addEventListener("click", () => choose(republic.id));
    const told = [
      relations ? texts.say("card.relations", { date: texts.since(relations) }) : "",
      partner ? texts.say("card.partner", { year: partner }) : "",
    ].filter(Boolean);
    const standings = BODIES.map((body) => [body, world.standing(iso3, body)]).filter(([, standing]) => standing !== "none");
    const chips = standings.map(([body, standing]) =>
      element("li", { class: standing }, [
        texts.word("organisation", body),
        ...(MEMBERS.includes(standing) ? [] : [` (${texts.word("standing", standing)})`]),
      ]),
    );
    return element("article", { class: "card" }, [
      element("h3", {}, [link]),
      element("p", {}, [[texts.say("card.capital", { capital: typeof capital === "string" ? capital : capital.text }), ...told].join(" · ")]),
      ...(chips.length ? [element("ul", { class: "chips" }, chips)] : []),
      element("ul", { class: "counts" }, [
        events("exercises", iso2),
        events("dialogues", iso2),
        ...corridorsOf(republic, world),
      ]),
    ]);
  };

  /** What took place with a country, up to the day or in its year.
   * @param {string} layer @param {string} iso2 */
  const eventsOf = (layer, iso2) =>
    (atlas.layers[layer] ?? []).filter((event) => {
      const { host, partners, absent } = event.is;
      const there = layer === "exercises" ? [host, ...listed(partners)].includes(iso2) : !listed(absent).includes(iso2);
      return there && filter.at(event);
    });

  /** @param {string} layer @param {string} iso2 */
  const events = (layer, iso2) => {
    const list = eventsOf(layer, iso2);
    const key = `${layer}-${iso2}`;
    const summary = element("summary", { "data-key": key }, [
      element("strong", {}, [texts.number(list.length)]), " ", texts.count(`card.${layer}`, list.length),
    ]);
    const items = [...list].reverse().map((event) => {
      const link = element("button", { type: "button", class: "link", "data-key": `${key}-${event.id}` }, [bdi(texts.label(event))]);
      link.addEventListener("click", () => choose(event.id));
      return element("li", {}, [link]);
    });
    return element("li", {}, [element("details", { "data-list": key }, [summary, element("ul", {}, items)])]);
  };

  /** Kilometres of corridor on a country's land that ran by the day.
   * @param {import("../data/read.js").Feature} republic @param {import("../data/time.js").World} world */
  const corridorsOf = (republic, world) =>
    CORRIDORS.flatMap((corridor) => {
      const km = (atlas.layers[corridor] ?? []).reduce((sum, segment) => {
        const there = ON_LAND.includes(segment.is.mode) && world.at(segment);
        return there && HAS_RUN.includes(there.is.status) ? sum + segment.is.len_km * shareIn(republic, segment) : sum;
      }, 0);
      if (!km) return [];
      return [element("li", { class: "km" }, [
        element("strong", {}, [texts.kilometres(Math.round(km))]), " ", texts.word("corridor", corridor),
      ])];
    });

  /** @type {Map<string, number>} */
  const shares = new Map();
  /** The part of a drawn line that lies in a country.
   * @param {import("../data/read.js").Feature} country @param {import("../data/read.js").Feature} segment */
  const shareIn = (country, segment) => {
    const { iso_from: from, iso_to: to } = segment.is;
    const { iso_a2: iso2 } = country.is;
    if (from !== iso2 && to !== iso2) return 0;
    if (from === to) return 1;
    const key = `${country.id} ${segment.id}`;
    if (!shares.has(key)) shares.set(key, shareOf(parts(segment)[0], (lon, lat) => contains(country, lon, lat)));
    return shares.get(key) ?? 0;
  };

  state.on(["tab", "lang", ...FILTERED], draw);
  state.on("feature", press);
  draw();
}

/**
 * @param {number[]} line lon, lat, lon, lat
 * @param {(lon: number, lat: number) => boolean} isInside
 */
function shareOf(line, isInside) {
  let [inside, all] = [0, 0];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [lon, lat, nextLon, nextLat] = line.slice(i, i + 4);
    const metres = geodesicMetres(lon, lat, nextLon, nextLat);
    const pieces = Math.ceil(metres / 2000);
    for (let k = 0; k < pieces; k += 1) {
      const at = (k + 0.5) / pieces;
      if (isInside(lon + (nextLon - lon) * at, lat + (nextLat - lat) * at)) inside += metres / pieces;
    }
    all += metres;
  }
  return all ? inside / all : 0;
}
