// @ts-check
import { bdi, byId, element, renew, setAttribute, setChildren } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { featuresIn, meaningOf, tablesOf } from "../data/layers.js";
import { listed } from "../data/read.js";
import { createRows } from "../data/rows.js";
import { featuresInSight } from "../map/sight.js";
import { cell } from "../text/cells.js";
import { fold } from "../text/fold.js";

/** Columns that every layer or every network has, and tables tell shorter than details do. */
const [BRANCH, CONFIDENCE, LENGTH, SINCE] = ["branch", "confidence", "len_km", "since"];
/** Where several layers are listed, which each row is of. */
const OWNER = "table.layer";
/** Rows that are there above and below those that are seen, where there are many. */
const SPARE = 20;
/** Of longer texts two lines are seen: to cut those that need it not keeps a browser busy. */
const SHORT_LETTERS = 20;
/** Screen readers hear how many rows there are now once that has settled. */
const SETTLED_MS = 700;

/**
 * The same features as on the map, as a table: sorted by any column, filtered by any text.
 * @param {import("../page.js").Page} page
 */
export function addTable(page) {
  const { atlas, texts, state, filter, choose, drawn, sheet } = page;
  const layers = element("select", { id: "table-layer" });
  const wanted = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "table-text" }));
  const count = element("p", { class: "count" });
  const status = element("p", { class: "unseen", role: "status" });
  const [caption, head, body] = [element("caption", { class: "unseen" }), element("tr"), element("tbody")];
  const scroll = element("div", { class: "scroll", tabindex: 0, role: "region" }, [element("table", {}, [caption, element("thead", {}, [head]), body])]);
  const table = /** @type {HTMLElement} */ (scroll.firstElementChild);
  const [above, below] = ["above", "below"].map(() => element("tr", { "aria-hidden": "true" }));
  const inView = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
  const labels = { "table.layer": element("span"), "table.filter": element("span"), "table.in_view": element("span") };
  byId("table").append(
    element("div", { class: "controls" }, [
      element("label", {}, [labels["table.layer"], layers]),
      element("label", {}, [labels["table.filter"], wanted]),
      element("label", {}, [inView, labels["table.in_view"]]),
    ]),
    count,
    status,
    scroll,
  );
  const tables = tablesOf(atlas);
  if (!tables.length) return;
  /** What is listed: one layer, or all that a circle on the map counts. */
  let chosen = tables;
  const layer = () => chosen[0];
  const titleOfAll = () => chosen.map(texts.title).join(" · ");
  const columnsOfAll = () => ["name", ...(chosen[1] ? [OWNER] : layer().listed)];
  let [timer, heard] = [0, -1];
  let sort = { layer: "", column: "", down: false };

  const described = (/** @type {string} */ column) => layer().columns[column];
  const isNumber = (/** @type {string} */ column) => ["number", "integer", "year"].includes(described(column)?.type);
  const isExact = (/** @type {string} */ column) => isNumber(column) || described(column)?.type === "date";
  const classOf = (/** @type {string} */ column) => (isNumber(column) ? "number" : column === BRANCH ? "branches" : null);
  /** @param {string} column @param {import("../data/read.js").Feature} feature */
  const shown = (column, feature) => {
    const { is } = feature;
    if (column === "name") return texts.name(feature);
    if (column === OWNER) return texts.title(feature.layer);
    if (column === BRANCH) return listed(is.branch).filter((branch) => layer().branches?.includes(branch)).map((branch) => texts.word(BRANCH, branch)).join(", ");
    if (column === CONFIDENCE) return texts.word("certainty", is.confidence);
    if (column === LENGTH) return is.len_km ? texts.number(Math.round(is.len_km)) : "";
    if (column === SINCE && !is.since) {
      const isAhead = ["building", "promised"].includes(meaningOf(atlas, is.status));
      return isAhead ? "" : texts.say("table.not_known");
    }
    const { type, precision = "" } = described(column) ?? {};
    if (type === "date" && is[column] && (is[precision] ?? "day") === "day") return texts.brief(is[column]).replace(" ", "\u00a0"); // two lines at most
    const value = cell(column, feature, page);
    return typeof value === "string" ? value : value.text;
  };
  /** The language of a text that the reader's does not have. @param {string} column @param {import("../data/read.js").Feature} feature */
  const foreign = (column, feature) => {
    const value = described(column)?.type === "text" && column !== "name" ? cell(column, feature, page) : "";
    return typeof value === "string" || value.lang === texts.lang ? "" : value.lang;
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
   * @type {Map<string, {of: import("../data/read.js").Feature, row: HTMLElement, told: string[], cells: HTMLElement[]}>} */
  const kept = new Map();
  let of = "";
  /** @param {import("../data/read.js").Feature} feature @param {string[]} columns */
  const rowOf = (feature, columns) => {
    const last = kept.get(feature.id);
    if (last?.of === feature) return last;
    const told = columns.map((column) => shown(column, feature));
    if (last) {
      told.forEach((text, i) => text === last.told[i] || write(last.cells[i], text));
      return Object.assign(last, { of: feature, told });
    }
    const cells = told.map((text, i) => write(bdi("", foreign(columns[i], feature)), text));
    const [name, ...others] = cells;
    const row = element("tr", {}, [
      element("th", { scope: "row" }, [element("button", { type: "button", class: "link", "data-row": feature.id }, [name])]),
      ...others.map((cell, i) => element("td", { class: classOf(columns[i + 1]) }, [cell])),
    ]);
    const made = { of: feature, row, told, cells };
    kept.set(feature.id, made);
    return made;
  };

  /** @param {string[]} columns */
  const fewRows = (columns) => {
    const words = fold(wanted.value).split(" ");
    const { inView: only } = state.get();
    const there = only ? featuresInSight(page, chosen) : featuresIn(chosen).flatMap((feature) => filter.shown(feature) ?? []);
    return sorted(there).filter((feature) => {
      if (!wanted.value) return true;
      const text = fold(columns.map((column) => shown(column, feature)).join(" "));
      return words.every((word) => text.includes(word));
    });
  };
  /** Of a layer of many what finds and sorts its rows. */
  let many = { of: "", rows: /** @type {ReturnType<typeof createRows> | null} */ (null), by: "", sorted: new Uint32Array(), text: "", matches: /** @type {Uint8Array | null} */ (null) };
  /** @param {string[]} columns */
  const manyRows = (columns) => {
    const { features } = layer();
    if (many.of !== of) many = { of, rows: createRows(layer(), shown), by: "", sorted: new Uint32Array(), text: "", matches: null };
    const rows = /** @type {ReturnType<typeof createRows>} */ (many.rows);
    const by = `${sort.column} ${sort.down}`;
    if (many.by !== by) {
      const { compare } = new Intl.Collator(texts.lang, { numeric: true });
      many.sorted = rows.sorted(sort.column, { compare: isExact(sort.column) ? undefined : compare, down: sort.down });
      many.by = by;
    }
    const off = filter.offIn(layer());
    if (many.text !== wanted.value) many.matches = wanted.value ? rows.matching(wanted.value, columns) : null;
    many.text = wanted.value;
    const { matches } = many;
    const seen = state.get().inView ? new Uint8Array(features.length) : null;
    if (seen) drawn.rows(layer()).forEach((row) => (seen[row] = 1));
    /** @type {import("../data/read.js").Feature[]} */
    const there = [];
    for (const row of many.sorted) if (!off[row] && (!matches || matches[row]) && (!seen || seen[row])) there.push(features[row]);
    return there;
  };

  /** @type {import("../data/read.js").Feature[]} */
  let all = [];
  const heightOfRow = () => body.querySelector("tr:not([aria-hidden])")?.getBoundingClientRect().height ?? 0;
  /** Fill the part of the table that is seen: of many rows, there are no others. */
  const fillIn = () => {
    const columns = columnsOfAll();
    const rowAt = (/** @type {import("../data/read.js").Feature} */ feature) => rowOf(filter.at(feature) ?? feature, columns).row;
    if (!layer().cells) return setChildren(body, all.map(rowAt));
    const high = heightOfRow();
    const [first, count] = high ? [scroll.scrollTop / high, scroll.clientHeight / high] : [0, SPARE];
    const from = Math.max(0, Math.min(Math.floor(first) - SPARE, all.length - SPARE));
    const to = Math.ceil(first + count) + SPARE;
    const rows = all.slice(from, to).map(rowAt);
    rows.forEach((row, i) => setAttribute(row, "aria-rowindex", from + i + 2));
    above.style.height = `${from * high}px`;
    below.style.height = `${Math.max(0, all.length - to) * high}px`;
    setChildren(body, [above, ...rows, below]);
    if (!high && heightOfRow()) fillIn(); // now it is known
  };

  const draw = () => {
    const { tab, date, lang, layer: ids } = state.get();
    if (tab !== "table") return;
    const columns = columnsOfAll();
    if (!columns.includes(sort.column) || sort.layer !== layer().id) sort = usual(columns);
    inView.checked = state.get().inView;
    if (of !== `${lang} ${ids}`) {
      of = `${lang} ${ids}`;
      kept.clear();
      setChildren(body, []);
      scroll.scrollTop = 0;
      table.classList.toggle("many", Boolean(layer().cells));
      caption.textContent = titleOfAll();
      scroll.setAttribute("aria-label", titleOfAll());
    }
    all = layer().cells && !chosen[1] ? manyRows(columns) : fewRows(columns);
    setAttribute(table, "aria-rowcount", all.length + 1);
    count.textContent = texts.count("table.count", all.length, { date: texts.brief(date) });
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (all.length !== heard) status.textContent = count.textContent;
      heard = all.length;
    }, SETTLED_MS);
    renew(head, columns.map(header));
    fillIn();
  };

  /** @param {string} column */
  const header = (column) => {
    const own = sort.column === column;
    const order = own ? (sort.down ? "descending" : "ascending") : null;
    const button = element("button", { type: "button", "data-sort": column }, [texts.say(column === OWNER ? OWNER : `column.${column}`)]);
    return element("th", { scope: "col", "aria-sort": order, class: isNumber(column) ? "number" : null }, [button]);
  };

  const say = () => {
    Object.entries(labels).forEach(([key, node]) => (node.textContent = texts.say(key)));
    const { layer: ids } = state.get();
    chosen = tables.filter(({ id }) => ids.split(",").includes(id));
    layers.replaceChildren(
      ...(chosen[1] ? [element("option", { value: ids, selected: true }, [titleOfAll()])] : []),
      ...tables.map((each) => {
        return element("option", { value: each.id, selected: each.id === ids }, [texts.title(each)]);
      }),
    );
  };
  layers.addEventListener("change", () => {
    state.set({ layer: /** @type {HTMLSelectElement} */ (layers).value });
  });
  // What is told of very many is made ready before it is needed, one column after the other.
  wanted.addEventListener("focus", () => columnsOfAll().forEach((column) => setTimeout(() => many.rows?.matching("", [column]))));
  wanted.addEventListener("input", draw);
  inView.addEventListener("change", () => state.set({ inView: inView.checked }));
  sheet.onRest(() => state.get().inView && draw());
  scroll.addEventListener("scroll", () => layer().cells && fillIn());
  scroll.addEventListener("pointerover", ({ target }) => {
    const told = /** @type {HTMLElement} */ (target);
    if (told.matches("td > bdi")) told.title = told.scrollWidth > told.clientWidth || told.scrollHeight > told.clientHeight ? told.textContent ?? "" : "";
  });
  scroll.addEventListener("click", ({ target }) => {
    const { row, sort: column } = /** @type {Element} */ (target).closest("button")?.dataset ?? {};
    if (row) choose(row);
    if (!column) return;
    sort = { ...sort, column, down: sort.column === column && !sort.down };
    draw();
  });
  state.on(["layer", "lang"], say);
  state.on(["tab", "layer", "inView", "lang", ...FILTERED], draw);
  say();
  draw();
}

/** @param {HTMLElement} cell @param {string} text */
function write(cell, text) {
  cell.textContent = text;
  cell.classList.toggle("long", text.length > SHORT_LETTERS);
  return cell;
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
