// @ts-check
import { bdi, byId, element, svg } from "../dom.js";
import { entriesOf } from "../data/entries.js";
import { createFinder } from "../data/find.js";
import { namesOfKind } from "../data/kinds.js";
import { countryOf, isEvents } from "../data/layers.js";
import { later } from "../text/voice.js";

const MOST = 20;
const LENS = "M10.7 10.7L15 15M12 6.8A5.2 5.2 0 1 1 1.6 6.8a5.2 5.2 0 0 1 10.4 0z";

/**
 * One box that finds whatever has a name, however it is spelt; of a kind it lists what is of it.
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
  const entries = later(() => entriesOf(page));
  const idle = Object.values(atlas.texts).map((table) => table["search.idle"]).join(" ");
  const finder = later(() => createFinder(entries(), idle));
  /** @type {Found[]} */
  let found = [];
  let active = -1;

  const show = () => {
    const text = input.value.trim();
    const { sought } = state.get();
    if (!text && sought && !atlas.byId.has(sought)) state.set({ sought: null }); // a kind is put back
    const all = text ? finder()(text) : [];
    const told = texts.say(all.length ? "search.found" : "search.none", { n: texts.number(all.length) });
    offer(all.slice(0, MOST), text && told);
  };
  /** @param {Found[]} all @param {string} told */
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
    const { key, kind, milestone } = found[i].of;
    input.value = titleOf(found[i].of, page);
    close();
    if (milestone) return state.set({ date: milestone.date, span: "so_far", milestone: milestone.id });
    choose(key);
    const own = entries().filter(({ of: { feature } }) => feature && kind?.includes(feature));
    if (own.length) offer(own.map(({ of }) => ({ of, name: "" })), texts.say("search.kind", { n: texts.number(own.length) }));
  };
  input.addEventListener("focus", finder); // before it is needed
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

/** @typedef {import("../data/entries.js").Thing} Thing */
/** @typedef {{of: Thing, name: string}} Found with the name that it was found by */

/** @param {Thing} thing @param {import("../page.js").Page} page */
function titleOf({ key, feature, milestone }, { atlas, texts }) {
  if (milestone) return texts.field(milestone, "label");
  return feature ? texts.name(feature) : namesOfKind(key, atlas, [texts.lang, texts.facts])[0];
}

/** What a thing is, and how many of a kind there are, or when it was.
 * @param {Thing} thing @param {import("../text/voice.js").Texts} texts */
function toldOf({ key, feature, kind = [], milestone }, texts) {
  if (feature) {
    const { layer, is } = feature;
    const where = layer.shape === "points" ? countryOf(feature) : null;
    return [texts.kind(feature), ...(where ? [texts.country(where)] : []), ...(isEvents(layer) ? [is[layer.time[0]].slice(0, 4)] : [])];
  }
  const [group] = key.split(".");
  const title = [`column.${group}`, `group.${group}`].find(texts.has);
  const count = kind.length > 1 ? [texts.say("search.kind", { n: texts.number(kind.length) })] : [];
  const when = milestone ? [texts.date(milestone.date, milestone.date_prec)] : [];
  return [...(title ? [texts.say(title)] : []), ...count, ...when];
}

/**
 * @param {Found} found
 * @param {number} i
 * @param {import("../page.js").Page} page
 */
function option({ of, name }, i, page) {
  const own = titleOf(of, page);
  const also = !name || name === own ? [] : [" · ", bdi(name)];
  return element("li", { role: "option", id: `found-${i}`, "data-key": of.key }, [
    element("strong", {}, [bdi(own)]),
    element("span", {}, [toldOf(of, page.texts).join(" · "), ...also]),
  ]);
}
