// @ts-check
import { bdi, byId, element, svg } from "../dom.js";
import { kindsIn, namesOfKind } from "../data/kinds.js";
import { eventsOf, ofShape, placesOf, unique } from "../data/layers.js";
import { plainLines } from "../marks/lines.js";
import { listed } from "../data/read.js";
import { later } from "../text/voice.js";

const MOST = 8;
/** Accents, and what stands for a breath in a name. */
const ACCENTS = /[\u0300-\u036f'`ʻʼ‘’]/g;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/gu;
const LENS = "M10.7 10.7L15 15M12 6.8A5.2 5.2 0 1 1 1.6 6.8a5.2 5.2 0 0 1 10.4 0z";

/**
 * One box that finds features by any of their names, in any script, and layers, branches and values
 * of the legend by their words; of those it lists what is of that kind.
 * @param {import("../page.js").Page} page
 */
export function addSearch(page) {
  const { atlas, texts, state, choose } = page;
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      type: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "found", autocomplete: "off", spellcheck: "false",
    })
  );
  const list = element("ul", { id: "found", role: "listbox", hidden: true });
  const status = element("p", { role: "status" });
  const lens = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d: LENS })]);
  byId("search").append(lens, input, list, status);
  const entries = later(() => index(atlas));
  /** @type {Entry[]} */
  let found = [];
  let active = -1;

  const show = () => {
    const text = input.value.trim();
    const { sought } = state.get();
    if (!text && sought && !atlas.byId.has(sought)) state.set({ sought: null }); // a kind is put back
    const all = text ? matches(entries(), text) : [];
    offer(all.slice(0, MOST), text && texts.say("search.found", { n: texts.number(all.length) }));
  };
  /** @param {Entry[]} all @param {string} told */
  const offer = (all, told) => {
    found = all;
    active = found.length ? 0 : -1;
    list.replaceChildren(...found.map((entry, i) => option(entry, i, page)));
    status.textContent = told;
    status.className = told && !all.length ? "none" : "unseen";
    mark();
  };
  const mark = () => {
    const open = found.length > 0;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (open) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    found = [];
    status.className = "unseen";
    mark();
  };
  /** @param {number} i */
  const take = (i) => {
    const { key, kind } = found[i];
    input.value = titleOf(found[i], page);
    close();
    choose(key);
    const of = entries().filter(({ feature }) => feature && kind?.includes(feature));
    if (kind) offer(of, texts.say("search.kind", { n: texts.number(kind.length) }));
  };
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      close();
      event.stopPropagation();
    }
    if (event.key === "ArrowDown" && list.hidden) return show();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!found.length || (!step && event.key !== "Enter")) return;
    event.preventDefault();
    if (!step) return take(active);
    active = (active + step + found.length) % found.length;
    return mark();
  });
  // Else the input would lose the focus, which closes the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = /** @type {Element} */ (event.target).closest("li");
    if (item) take([...list.children].indexOf(item));
  });
  const say = () => {
    input.setAttribute("aria-label", texts.say("search.label"));
    input.placeholder = texts.say(texts.has("search.hint") ? "search.hint" : "search.label");
    list.setAttribute("aria-label", texts.say("search.label"));
  };
  state.on("lang", say);
  say();
}

/**
 * What can be found: a feature, or a kind with all that is of it.
 * @typedef {object} Entry
 * @property {string} key
 * @property {import("../data/read.js").Feature} [feature]
 * @property {import("../data/read.js").Feature[]} [kind]
 * @property {{shown: string, folded: string}[]} names
 * @property {string} [name] the one that was found by
 */

/**
 * All names of all features, each feature once, and of all kinds.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {Entry[]}
 */
function index(atlas) {
  const layers = [ofShape(atlas, "areas"), placesOf(atlas), eventsOf(atlas), ofShape(atlas, "network"), plainLines(atlas)].flat();
  const features = unique(layers).map((feature) => {
    const { id, is, layer } = feature;
    const columns = Object.keys(layer.columns).filter((column) => /^name(_|$)/.test(column));
    const names = [...columns.map((column) => is[column]), ...listed(is.aliases), ...layer.search.map((column) => is[column])]
      .filter((name) => typeof name === "string" && name);
    const translated = names.flatMap((name) => Object.values(atlas.phrases[name] ?? {}));
    return { key: id, feature, names: folded([...names, ...translated]) };
  });
  const kinds = [...kindsIn(atlas)].map(([key, kind]) => ({ key, kind, names: folded(namesOfKind(key, atlas)) }));
  return [...kinds, ...features];
}

/** @param {string[]} names */
function folded(names) {
  return [...new Set(names)].map((shown) => ({ shown, folded: fold(shown) }));
}

/**
 * All matches, the best first: a feature of just that name, what begins so, kinds before features,
 * then what has a word that does, then anything with it inside; rather by its own name.
 * @param {Entry[]} entries
 * @param {string} text
 * @returns {Entry[]}
 */
function matches(entries, text) {
  const wanted = fold(text);
  const found = entries.flatMap((entry) => {
    const ranks = entry.names.map(({ folded: name }) => {
      const isFeature = Boolean(entry.feature);
      const [begins, hasWord] = [name.startsWith(wanted), ` ${name}`.includes(` ${wanted}`)];
      const ways = [isFeature && name === wanted, begins && !isFeature, begins, hasWord && isFeature, hasWord, name.includes(wanted)];
      return ways.indexOf(true) >= 0 ? ways.indexOf(true) : Infinity;
    });
    const rank = Math.min(...ranks);
    const at = ranks.indexOf(rank);
    return rank === Infinity ? [] : [{ ...entry, name: entry.names[at].shown, rank, at }];
  });
  return found.sort((a, b) => a.rank - b.rank || a.at - b.at);
}

/**
 * Letters without case and accents, words with a space between them.
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().replace(BETWEEN_WORDS, " ").trim();
}

/** @param {Entry} entry @param {import("../page.js").Page} page */
function titleOf({ key, feature }, { atlas, texts }) {
  return feature ? texts.name(feature) : namesOfKind(key, atlas, [texts.lang, texts.facts])[0];
}

/**
 * @param {Entry} entry
 * @param {number} i
 * @param {import("../page.js").Page} page
 */
function option(entry, i, page) {
  const { texts } = page;
  const { key, feature, kind, name } = entry;
  const own = titleOf(entry, page);
  const [group] = key.split(".");
  const title = [`column.${group}`, `group.${group}`].find(texts.has);
  const count = texts.say("search.kind", { n: texts.number(kind?.length ?? 0) });
  const told = feature ? texts.kind(feature) : [...(title ? [texts.say(title)] : []), count].join(" · ");
  const also = !name || name === own ? [] : [" · ", bdi(name)];
  return element("li", { role: "option", id: `found-${i}` }, [
    element("strong", {}, [bdi(own)]),
    element("span", {}, [told, ...also]),
  ]);
}
