// @ts-check
import { bdi, byId, element, linkButton, pushButton, renew, svg, swatch } from "../dom.js";
import { KINDS } from "../data/change.js";
import { dayOf } from "../data/days.js";
import { SHOWN } from "../data/filter.js";
import { firstYear } from "../data/layers.js";
import { grouped } from "../data/read.js";
import { cell } from "../text/cells.js";
import { listedOf } from "./listing.js";

/** @typedef {import("../data/change.js").Change} Change */

/** The list, and what screen readers hear, follow once a handle is at rest. */
const AT_REST_MS = 150;
/** What is open to begin with. */
export const OPEN_KINDS = ["new", "lost", "changed"];

/**
 * Then and now: what differs between two days, in a sentence and in a list, each entry of which
 * opens its feature.
 * @param {import("../page.js").Page} page
 */
export function addChange(page) {
  const { atlas, texts, state, filter, scenes, changes, choose } = page;
  const section = byId("change");
  const title = element("h2", { id: "change-title", tabindex: -1 });
  const stop = pushButton({ class: "round", id: "change-close", "data-name": "change.stop" }, ["×"]);
  const days = /** @type {const} */ (["then", "date"]).map((key) => {
    const input = /** @type {HTMLInputElement} */ (element("input", {
      type: "date", min: dayOf(firstYear(atlas)), max: atlas.edition.date, required: true,
    }));
    const label = element("span");
    input.addEventListener("change", () => input.checkValidity() && state.set({ [key]: input.value }));
    return { key, input, label, node: element("label", {}, [label, input]) };
  });
  const told = element("p", { class: "told" });
  const status = element("p", { class: "unseen", role: "status" });
  const list = element("div");
  section.append(stop, title, element("div", { class: "controls" }, days.map(({ node }) => node)), told, status, list);
  const end = () => {
    const isInside = section.contains(document.activeElement);
    state.set({ then: null });
    if (isInside) byId("compare").focus();
  };
  stop.addEventListener("click", end);
  page.closers.change = end;

  /** @param {Change} change */
  const entry = (change) => {
    const { feature, of } = change;
    const key = `${feature.id} ${of}`;
    const link = linkButton(key, texts.name(feature), () => choose(feature.id));
    return element("li", {}, [link, element("span", { class: "origin" }, [bdi(changeInWords(change, page))])]);
  };
  const write = () => {
    const seen = changes().filter(({ feature }) => filter.shown(feature));
    const groups = KINDS.map((kind) => ({ kind, own: seen.filter((change) => change.kind === kind) }));
    const known = new Set(seen);
    const hidden = changes().filter((change) => change.kind !== "same" && !change.feature.layer.on_request && !known.has(change)).length;
    const all = pushButton({ class: "link", "data-key": "hidden" }, [texts.say("legend.all")], () => state.set({ hidden: scenes.initial.hidden }));
    renew(list, [
      ...(hidden ? [element("p", { class: "more" }, [texts.count("change.hidden", hidden), " ", all])] : []),
      ...groups.filter(({ own }) => own.length).map(({ kind, own }) => {
        const isNew = !list.querySelector(`[data-list="${kind}"]`);
        return element("details", { "data-list": kind, open: isNew && OPEN_KINDS.includes(kind) }, [
          element("summary", { "data-key": kind }, [changeSign(kind), `${texts.say(`change.kind.${kind}`)} `, element("span", { class: "count" }, [texts.number(own.length)])]),
          element("ul", {}, listedOf(own, entry, texts)),
        ]);
      }),
    ]);
    status.textContent = told.textContent;
  };
  let timer = 0;
  const draw = () => {
    const { then, date } = state.get();
    if (then === null) return;
    days.forEach(({ key, input }) => (input.value = key === "then" ? then : date));
    told.textContent = comparison(page);
    clearTimeout(timer);
    timer = setTimeout(write, list.childElementCount ? AT_REST_MS : 0);
  };
  const say = () => {
    title.textContent = texts.say("change.title");
    days.forEach(({ key, label }) => (label.textContent = texts.say(key === "then" ? "change.from" : "change.to")));
    draw();
  };
  state.on(SHOWN, draw);
  state.on("lang", say);
  say();
}

/**
 * What differs between the two days that are compared, in one sentence; nothing while none are.
 * @param {import("../page.js").Page} page
 */
export function comparison({ atlas, texts, state, filter, changes }) {
  const { then, date } = state.get();
  if (then === null) return "";
  const between = { from: texts.date(then), to: texts.date(date) };
  const seen = changes().filter(({ feature, kind }) => kind !== "same" && filter.shown(feature));
  const told = [...grouped(seen, ({ of }) => (of.startsWith("body.") ? "body" : of))].map(([of, own]) => {
    const layer = atlas.layers.find(({ id }) => id === of);
    const isLong = layer?.shape === "network";
    const parts = KINDS.flatMap((kind) => {
      const these = own.filter((change) => change.kind === kind);
      const km = these.reduce((sum, { feature }) => sum + (feature.is.len_km ?? 0), 0);
      const n = isLong ? texts.kilometres(Math.round(km)) : texts.number(these.length);
      return these.length ? [texts.say(`change.${kind}`, { n })] : [];
    });
    const name = layer ? texts.title(layer) : texts.say(of === "body" ? "change.memberships" : of);
    return texts.say("change.of", { of: name, parts: parts.join(", ") });
  });
  return texts.say(told.length ? "change.sentence" : "change.none", { ...between, changes: told.join("; ") });
}

/**
 * What became of something, briefly.
 * @param {Change} change
 * @param {import("../page.js").Page} page
 */
export function changeInWords({ feature, of, from, to }, page) {
  const { texts } = page;
  const [group, name] = of.split(".");
  if (group === "column") {
    const value = cell(name, feature, page);
    return `${texts.say(of)}: ${typeof value === "string" ? value : value.text}`;
  }
  if (from === undefined || to === undefined) return texts.range(feature);
  const kind = group === "body" ? "standing" : "status_now";
  const said = [...new Set([from, to])].map((value) => (value ? texts.word(kind, value) : texts.say("change.absent")));
  const about = group === "body" ? `${texts.word("body", name)}: ` : "";
  return `${about}${said.join(" → ")}`;
}

/** How the map shows it, of a line and of a country. @param {string} kind */
export function changeSign(kind) {
  const lines = ["hit", "plain-line"].map((name) => svg("path", { class: name, d: "M6 8H30" }));
  const country = svg("path", { class: "country", d: "M38 3h12v10H38z" });
  return swatch([svg("g", { "data-change": kind }, [...lines, country])], { viewBox: "0 0 52 16" });
}
