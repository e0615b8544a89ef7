// @ts-check
import { bdi, byId, element } from "./dom.js";
import { contains, listed, parts } from "./data.js";
import { FILTERED } from "./filter.js";
import { geodesicMetres } from "./projection.js";
import { exerciseRhythm } from "./rhythm.js";
import { BODIES, CORRIDORS } from "./world.js";

const ON_LAND = ["rail", "road"];

/**
 * What can be explored: a card for each republic, on the day that the map shows, and the rhythm of
 * the exercises.
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @param {(date: string) => import("./world.js").World} worlds
 * @param {(id: string) => void} choose
 */
export function addExplore(atlas, texts, state, worlds, choose) {
  const section = byId("explore");
  const draw = () => {
    if (state.get().tab !== "explore") return;
    const { date } = state.get();
    const focused = document.activeElement?.getAttribute("data-edition");
    section.replaceChildren(
      element("h2", {}, [texts.say("explore.heading", { date: texts.brief(date) })]),
      ...(atlas.layers.republics ?? []).map((republic) => card(republic)),
      exerciseRhythm(atlas, texts, state, choose),
    );
    if (!focused) return;
    const again = section.querySelector(`[data-edition="${CSS.escape(focused)}"]`);
    /** @type {HTMLElement | null} */ (again)?.focus();
  };

  /** @param {import("./data.js").Feature} republic */
  const card = (republic) => {
    const world = worlds(state.get().date);
    const { iso_a2: iso2, iso_a3: iso3, capital, diplo_on: relations, partnership_year: partner } = republic.is;
    const link = element("button", { type: "button", class: "link" }, [bdi(texts.name(republic))]);
    link.addEventListener("click", () => choose(republic.id));
    const told = [
      relations && relations <= world.date ? texts.say("card.relations", { date: texts.date(relations) }) : "",
      partner && String(partner) <= world.date.slice(0, 4) ? texts.say("card.partner", { year: partner }) : "",
    ].filter(Boolean);
    const standings = BODIES.map((body) => [body, world.standing(iso3, body)]).filter(([, standing]) => standing !== "none");
    const chips = standings.map(([body, standing]) =>
      element("li", { class: standing }, [
        texts.word("organisation", body),
        ...(["founder", "member"].includes(standing) ? [] : [` (${texts.word("standing", standing)})`]),
      ]),
    );
    return element("article", { class: "card" }, [
      element("h3", {}, [link]),
      element("p", {}, [[texts.say("card.capital", { capital }), ...told].join(" · ")]),
      ...(chips.length ? [element("ul", { class: "chips" }, chips)] : []),
      element("ul", { class: "counts" }, [
        events("exercises", eventsOf("exercises", iso2, world)),
        events("dialogues", eventsOf("dialogues", iso2, world)),
        ...corridorsOf(republic, world),
      ]),
    ]);
  };

  /** What took place with a country, up to the day.
   * @param {string} layer @param {string} iso2 @param {import("./world.js").World} world */
  const eventsOf = (layer, iso2, world) =>
    (atlas.layers[layer] ?? []).filter((event) => {
      const { host, partners, absent } = event.is;
      const there = layer === "exercises" ? [host, ...listed(partners)].includes(iso2) : !listed(absent).includes(iso2);
      return there && world.at(event);
    });

  /** @param {string} layer @param {import("./data.js").Feature[]} list */
  const events = (layer, list) => {
    const summary = element("summary", {}, [
      element("strong", {}, [texts.number(list.length)]), " ", texts.say(`card.${layer}`),
    ]);
    const items = [...list].reverse().map((event) => {
      const link = element("button", { type: "button", class: "link", "data-id": event.id }, [bdi(texts.label(event))]);
      link.addEventListener("click", () => choose(event.id));
      return element("li", {}, [link]);
    });
    return element("li", {}, [element("details", {}, [summary, element("ul", {}, items)])]);
  };

  /** Kilometres of corridor on a country's land that ran or were used on the day, and the rest.
   * @param {import("./data.js").Feature} republic @param {import("./world.js").World} world */
  const corridorsOf = (republic, world) =>
    CORRIDORS.flatMap((corridor) => {
      const km = (atlas.layers[corridor] ?? []).reduce((sum, segment) => {
        const there = ON_LAND.includes(segment.is.mode) && world.at(segment);
        return there ? sum + segment.is.len_km * shareIn(republic, segment) : sum;
      }, 0);
      if (!km) return [];
      return [element("li", { class: "km" }, [
        element("strong", {}, [texts.kilometres(Math.round(km))]), " ", texts.word("corridor", corridor),
      ])];
    });

  /** @type {Map<string, number>} */
  const shares = new Map();
  /** The part of a drawn line that lies in a country.
   * @param {import("./data.js").Feature} country @param {import("./data.js").Feature} segment */
  const shareIn = (country, segment) => {
    const { iso_from: from, iso_to: to } = segment.is;
    const { iso_a2: iso2 } = country.is;
    if (from !== iso2 && to !== iso2) return 0;
    if (from === to) return 1;
    const key = `${country.id} ${segment.id}`;
    if (!shares.has(key)) shares.set(key, shareOf(parts(segment)[0], (lon, lat) => contains(country, lon, lat)));
    return shares.get(key) ?? 0;
  };

  state.on(["tab", "lang", "feature", "body", ...FILTERED], draw);
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
