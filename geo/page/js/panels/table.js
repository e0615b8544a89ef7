// @ts-check
import { bdi, byId, element } from "../dom.js";
import { cell } from "./details.js";
import { FILTERED } from "../data/filter.js";

/** The layers that can be listed, each with its columns after the name. */
const COLUMNS = {
  instc: ["mode", "status", "since", "iso_from", "iso_to", "len_km", "gauge_mm", "confidence"],
  ashgabat: ["mode", "status", "since", "iso_from", "iso_to", "len_km", "gauge_mm", "confidence"],
  exercises: ["start", "end", "series", "host", "place", "strength", "confidence"],
  dialogues: ["start", "format", "host", "place", "attendance", "confidence"],
  places: ["kind", "iso_a2", "confidence"],
  republics: ["capital", "diplo_on", "partnership_year", "sco_since", "instc", "ashgabat", "eaeu", "csto"],
  countries: ["sco_since", "instc", "ashgabat", "eaeu", "csto"],
};
export const LISTED = Object.keys(COLUMNS);
const NUMBERS = ["len_km", "partnership_year"];
/** Screen readers hear how many rows there are once that has settled. */
const SETTLED_MS = 700;
/** What has not run, which has no first service. */
const NOT_RUN = ["proposed", "agreed", "funded", "building"];
const DATES = ["start", "end", "diplo_on"];

/**
 * The same features as on the map, as a table: sorted by any column, filtered by any text.
 * @param {import("../page.js").Page} page
 */
export function addTable(page) {
  const { atlas, texts, state, filter, choose } = page;
  const layers = element("select", { id: "table-layer" });
  const wanted = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "table-text" }));
  const count = element("p", { class: "count" });
  const status = element("p", { class: "unseen", role: "status" });
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region" });
  const labels = { "table.layer": element("span"), "table.filter": element("span") };
  byId("table").append(
    element("div", { class: "controls" }, [
      element("label", {}, [labels["table.layer"], layers]),
      element("label", {}, [labels["table.filter"], wanted]),
    ]),
    count,
    status,
    scroll,
  );
  let timer = 0;
  let sort = { column: "", down: false };

  /** @param {string} column @param {import("../data/read.js").Feature} feature */
  const shown = (column, feature) => {
    const { is } = feature;
    if (column === "name") return texts.name(feature);
    if (DATES.includes(column)) return is[column] ? texts.brief(is[column]) : "";
    if (column === "len_km") return is.len_km ? texts.number(Math.round(is.len_km)) : "";
    if (column === "confidence") return texts.word("certainty", is.confidence);
    if (column === "since" && !is.since) return NOT_RUN.includes(is.status) ? "" : texts.say("table.not_known");
    if (column === "partnership_year") return String(is.partnership_year ?? "");
    if (column === "host") return texts.country(is.host);
    if (["mode", "status"].includes(column)) return texts.word(column, is[column]);
    const value = cell(column, is, page);
    return typeof value === "string" ? value : value.text;
  };
  /** @param {import("../data/read.js").Feature} a @param {import("../data/read.js").Feature} b */
  const inOrder = (a, b) => {
    const { column, down } = sort;
    const exact = [...NUMBERS, ...DATES, "since", "sco_since"].includes(column);
    const [x, y] = [a, b].map((feature) => (exact ? feature.is[column] : shown(column, feature)) ?? "");
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), texts.lang);
    // What is empty comes last either way.
    return x === "" || y === "" ? Number(x === "") - Number(y === "") : down ? -order : order;
  };

  const draw = () => {
    const { tab, layer } = state.get();
    if (tab !== "table") return;
    const columns = ["name", ...COLUMNS[layer]];
    if (!columns.includes(sort.column)) sort = { column: columns[1].startsWith("start") ? "start" : "name", down: false };
    const there = (atlas.layers[layer] ?? []).map(filter.shown).filter((feature) => feature !== null);
    const text = wanted.value.trim().toLowerCase();
    const rows = there.filter((feature) => columns.some((column) => shown(column, feature).toLowerCase().includes(text)));
    count.textContent = texts.count("table.count", rows.length, { date: texts.brief(state.get().date) });
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = count.textContent), SETTLED_MS);
    const { sort: by, row } = scroll.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset
      : {};
    const focused = by ? `[data-sort="${by}"]` : row ? `[data-row="${CSS.escape(row)}"]` : "";
    const table = element("table", {}, [
      element("caption", { class: "unseen" }, [texts.say(`layer.${layer}`)]),
      element("thead", {}, [element("tr", {}, columns.map(header))]),
      element("tbody", {}, rows.sort(inOrder).map((feature) => {
        const link = element("button", { type: "button", class: "link", "data-row": feature.id }, [bdi(shown("name", feature))]);
        link.addEventListener("click", () => choose(feature.id));
        return element("tr", {}, [
          element("th", { scope: "row" }, [link]),
          ...columns.slice(1).map((column) => {
            return element("td", { class: NUMBERS.includes(column) ? "number" : null }, [bdi(shown(column, feature))]);
          }),
        ]);
      })),
    ]);
    scroll.replaceChildren(table);
    scroll.setAttribute("aria-label", texts.say(`layer.${layer}`));
    if (focused) /** @type {HTMLElement | null} */ (scroll.querySelector(focused))?.focus();
  };

  /** @param {string} column */
  const header = (column) => {
    const own = sort.column === column;
    const order = own ? (sort.down ? "descending" : "ascending") : null;
    const button = element("button", { type: "button", "data-sort": column }, [texts.say(`column.${column}`)]);
    button.addEventListener("click", () => {
      sort = { column, down: own && !sort.down };
      draw();
    });
    return element("th", { scope: "col", "aria-sort": order, class: NUMBERS.includes(column) ? "number" : null }, [button]);
  };

  const say = () => {
    Object.entries(labels).forEach(([key, node]) => (node.textContent = texts.say(key)));
    layers.replaceChildren(
      ...LISTED.map((layer) => {
        return element("option", { value: layer, selected: layer === state.get().layer }, [texts.say(`layer.${layer}`)]);
      }),
    );
  };
  layers.addEventListener("change", () => {
    state.set({ layer: /** @type {HTMLSelectElement} */ (layers).value });
  });
  wanted.addEventListener("input", draw);
  state.on(["layer", "lang"], say);
  state.on(["tab", "layer", "lang", ...FILTERED], draw);
  say();
  draw();
}
