// @ts-check
import { bdi, byId, element, svg } from "../dom.js";
import { eventsOf, ofShape, placesOf, unique } from "../data/layers.js";
import { listed } from "../data/read.js";
import { later } from "../text/voice.js";

const MOST = 8;
const ACCENTS = /[\u0300-\u036f]/g;
const LENS = "M10.7 10.7L15 15M12 6.8A5.2 5.2 0 1 1 1.6 6.8a5.2 5.2 0 0 1 10.4 0z";

/**
 * One box that finds features by any of their names, in any script.
 * @param {import("../page.js").Page} page
 */
export function addSearch({ atlas, texts, state, choose }) {
  const input = /** @type {HTMLInputElement} */ (
    element("input", {
      type: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "found", autocomplete: "off", spellcheck: "false",
    })
  );
  const list = element("ul", { id: "found", role: "listbox", hidden: true });
  const status = element("p", { class: "unseen", role: "status" });
  const lens = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d: LENS })]);
  byId("search").append(lens, input, list, status);
  const entries = later(() => index(atlas));
  /** @type {Entry[]} */
  let found = [];
  let active = -1;

  const show = () => {
    const text = input.value.trim();
    const all = text ? matches(entries(), text) : [];
    found = all.slice(0, MOST);
    active = found.length ? 0 : -1;
    list.replaceChildren(...found.map(({ feature, name }, i) => option(feature, name, i, texts)));
    status.textContent = text ? texts.say("search.found", { n: texts.number(all.length) }) : "";
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
    mark();
  };
  /** @param {number} i */
  const take = (i) => {
    const { feature } = found[i];
    input.value = texts.name(feature);
    close();
    choose(feature.id);
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

/** @typedef {{feature: import("../data/read.js").Feature, names: {shown: string, folded: string}[]}} Indexed */
/** @typedef {{feature: import("../data/read.js").Feature, name: string, rank: number}} Entry */

/**
 * All names of all features, each feature once.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {Indexed[]}
 */
function index(atlas) {
  const layers = [ofShape(atlas, "areas"), placesOf(atlas), eventsOf(atlas), ofShape(atlas, "network")].flat();
  return unique(layers).map((feature) => {
    const { is, layer } = feature;
    const columns = Object.keys(layer.columns).filter((column) => /^name(_|$)/.test(column));
    const names = [...columns.map((column) => is[column]), ...listed(is.aliases), ...layer.search.map((column) => is[column])]
      .filter((name) => typeof name === "string" && name);
    return { feature, names: [...new Set(names)].map((shown) => ({ shown, folded: fold(shown) })) };
  });
}

/**
 * All matches, the best first: those whose name begins so, then a word of it, then anything in it.
 * @param {Indexed[]} indexed
 * @param {string} text
 * @returns {Entry[]}
 */
function matches(indexed, text) {
  const wanted = fold(text);
  const found = indexed.flatMap(({ feature, names }) => {
    const ranks = names.map(({ folded }) => {
      const at = folded.indexOf(wanted);
      return at < 0 ? Infinity : at === 0 ? 0 : /[\s(–-]/.test(folded[at - 1]) ? 1 : 2;
    });
    const rank = Math.min(...ranks);
    return rank === Infinity ? [] : [{ feature, name: names[ranks.indexOf(rank)].shown, rank }];
  });
  return found.sort((a, b) => a.rank - b.rank);
}

/**
 * Letters without case and accents.
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
}

/**
 * @param {import("../data/read.js").Feature} feature
 * @param {string} name the one that was found
 * @param {number} i
 * @param {import("../text/voice.js").Texts} texts
 */
function option(feature, name, i, texts) {
  const own = texts.name(feature);
  const kind = texts.kind(feature);
  const also = name === own ? [] : [" ", bdi(name)];
  return element("li", { role: "option", id: `found-${i}` }, [
    element("strong", {}, [bdi(own)]),
    element("span", {}, [kind, ...(also.length ? [" · ", ...also] : [])]),
  ]);
}
