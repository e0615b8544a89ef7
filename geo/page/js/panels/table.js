// @ts-check
import { bdi, byId, element, renew, setChildren } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { meaningOf, tablesOf } from "../data/layers.js";
import { listed } from "../data/read.js";
import { cell } from "../text/cells.js";
import { fold } from "../text/fold.js";

/** Columns that every layer or every network has, and tables tell shorter than details do. */
const [BRANCH, CONFIDENCE, LENGTH, SINCE] = ["branch", "confidence", "len_km", "since"];
/** Screen readers hear how many rows there are now once that has settled. */
const SETTLED_MS = 700;

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
  const [caption, head, body] = [element("caption", { class: "unseen" }), element("tr"), element("tbody")];
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region" }, [element("table", {}, [caption, element("thead", {}, [head]), body])]);
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
  const tables = tablesOf(atlas);
  if (!tables.length) return;
  const layer = () => tables.find(({ id }) => id === state.get().layer) ?? tables[0];
  let [timer, heard] = [0, -1];
  let sort = { layer: "", column: "", down: false };

  const described = (/** @type {string} */ column) => layer().columns[column];
  const isNumber = (/** @type {string} */ column) => ["number", "integer", "year"].includes(described(column)?.type);
  const isExact = (/** @type {string} */ column) => isNumber(column) || described(column)?.type === "date";
  /** @param {string} column @param {import("../data/read.js").Feature} feature */
  const shown = (column, feature) => {
    const { is } = feature;
    if (column === "name") return texts.name(feature);
    if (column === BRANCH) return listed(is.branch).filter((branch) => layer().branches?.includes(branch)).map((branch) => texts.branch(branch, texts.lang).text).join(", ");
    if (column === CONFIDENCE) return texts.word("certainty", is.confidence);
    if (column === LENGTH) return is.len_km ? texts.number(Math.round(is.len_km)) : "";
    if (column === SINCE && !is.since) {
      const isAhead = ["building", "promised"].includes(meaningOf(atlas, is.status));
      return isAhead ? "" : texts.say("table.not_known");
    }
    const { type, precision = "" } = described(column) ?? {};
    if (type === "date" && is[column] && (is[precision] ?? "day") === "day") return texts.brief(is[column]);
    const value = cell(column, feature, page);
    return typeof value === "string" ? value : value.text;
  };
  /** What a row is sorted by.
   * @param {import("../data/read.js").Feature} feature @param {Map<string, number>} along */
  const keyOf = (feature, along) => {
    const { column } = sort;
    if (column === BRANCH) return along.get(feature.id) ?? along.size;
    return (isExact(column) ? feature.is[column] : shown(column, feature)) ?? "";
  };
  /** @param {import("../data/read.js").Feature[]} rows */
  const sorted = (rows) => {
    const [{ compare }, along] = [new Intl.Collator(texts.lang, { numeric: true }), orderAlong(layer(), atlas)];
    const keyed = rows.map((feature) => ({ feature, key: keyOf(feature, along) }));
    return keyed.sort(({ key: x }, { key: y }) => {
      const order = typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
      // What is empty comes last either way.
      return x === "" || y === "" ? Number(x === "") - Number(y === "") : sort.down ? -order : order;
    }).map(({ feature }) => feature);
  };
  /** How a layer is told: along its ways, the newest first, or by name. @param {string[]} columns */
  const usual = (columns) => {
    const { id, time } = layer();
    const column = columns.find((each) => each === BRANCH || time.includes(each)) ?? "name";
    return { layer: id, column, down: time.includes(column) };
  };

  /** The rows as they were last told, in this layer and language: most days change few of them.
   * @type {Map<string, {row: HTMLElement, told: string[], cells: HTMLElement[]}>} */
  const kept = new Map();
  let of = "";
  /** @param {import("../data/read.js").Feature} feature @param {string[]} columns */
  const rowOf = (feature, columns) => {
    const told = columns.map((column) => shown(column, feature));
    const last = kept.get(feature.id);
    if (last) {
      told.forEach((text, i) => text === last.told[i] || (last.cells[i].textContent = text));
      last.told = told;
      return last;
    }
    const cells = told.map((text) => bdi(text));
    const [name, ...others] = cells;
    const row = element("tr", {}, [
      element("th", { scope: "row" }, [element("button", { type: "button", class: "link", "data-row": feature.id }, [name])]),
      ...others.map((cell, i) => element("td", { class: isNumber(columns[i + 1]) ? "number" : null }, [cell])),
    ]);
    const made = { row, told, cells };
    kept.set(feature.id, made);
    return made;
  };

  const draw = () => {
    const { tab, date, lang } = state.get();
    if (tab !== "table") return;
    const columns = ["name", ...layer().listed];
    if (sort.layer !== layer().id) sort = usual(columns);
    if (of !== `${lang} ${layer().id}`) {
      of = `${lang} ${layer().id}`;
      kept.clear();
      caption.textContent = texts.title(layer());
      scroll.setAttribute("aria-label", texts.title(layer()));
    }
    const words = fold(wanted.value).split(" ");
    const rows = sorted(layer().features.flatMap((feature) => filter.shown(feature) ?? [])).map((feature) => rowOf(feature, columns)).filter(({ told }) => {
      const text = wanted.value && fold(told.join(" "));
      return words.every((word) => text.includes(word));
    });
    count.textContent = texts.count("table.count", rows.length, { date: texts.brief(date) });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (rows.length !== heard) status.textContent = count.textContent;
      heard = rows.length;
    }, SETTLED_MS);
    renew(head, columns.map(header));
    setChildren(body, rows.map(({ row }) => row));
  };

  /** @param {string} column */
  const header = (column) => {
    const own = sort.column === column;
    const order = own ? (sort.down ? "descending" : "ascending") : null;
    const button = element("button", { type: "button", "data-sort": column }, [texts.say(`column.${column}`)]);
    return element("th", { scope: "col", "aria-sort": order, class: isNumber(column) ? "number" : null }, [button]);
  };

  const say = () => {
    Object.entries(labels).forEach(([key, node]) => (node.textContent = texts.say(key)));
    layers.replaceChildren(
      ...tables.map((each) => {
        return element("option", { value: each.id, selected: each.id === state.get().layer }, [texts.title(each)]);
      }),
    );
  };
  layers.addEventListener("change", () => {
    state.set({ layer: /** @type {HTMLSelectElement} */ (layers).value });
  });
  wanted.addEventListener("input", draw);
  scroll.addEventListener("click", ({ target }) => {
    const { row, sort: column } = /** @type {Element} */ (target).closest("button")?.dataset ?? {};
    if (row) choose(row);
    if (!column) return;
    sort = { ...sort, column, down: sort.column === column && !sort.down };
    draw();
  });
  state.on(["layer", "lang"], say);
  state.on(["tab", "layer", "lang", ...FILTERED], draw);
  say();
  draw();
}

/**
 * Where each segment of a network stands along its ways, one after the other.
 * @param {import("../data/read.js").Layer} layer
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {Map<string, number>} by id
 */
function orderAlong(layer, { ways }) {
  const own = ways.filter((way) => way.layer === layer);
  const ids = new Set(own.flatMap(({ segments, others }) => [...segments, ...others]).map(({ id }) => id));
  return new Map([...ids].map((id, i) => [id, i]));
}
