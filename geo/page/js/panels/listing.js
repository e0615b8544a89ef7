// @ts-check
import { bdi, byId, element, linkButton, pushButton, renew, svg, swatch } from "../dom.js";
import { FILTERED } from "../data/filter.js";
import { OF_COUNTRY, isListed, listedOn, namesOfKind } from "../data/kinds.js";
import { countryOf, isEvents, MEMBERS } from "../data/layers.js";
import { grouped } from "../data/read.js";
import { spanOf } from "../data/time.js";
import { whyBroken } from "./history.js";
import { membersInOrder } from "./members.js";

/** @typedef {import("../data/read.js").Feature} Feature */

const BODY = "body.";
/** So many are told one by one; of more, the table tells. */
const MOST_LISTED = 300;

/**
 * All that has something in common, in a list: why it is so of what is broken, events by where they were
 * held, the members of an organisation on the day.
 * @param {import("../page.js").Page} page
 */
export function addListing(page) {
  const { texts, state } = page;
  const section = byId("listing");
  const title = element("h2", { id: "listing-title", tabindex: -1 });
  const stop = pushButton({ class: "round close", "data-name": "name.end" }, ["×"]);
  const told = element("p", { class: "told" });
  const list = element("div");
  section.append(stop, title, told, list);
  const end = () => {
    const isInside = section.contains(document.activeElement);
    state.set({ sought: null, body: null });
    if (isInside) byId("search").querySelector("input")?.focus();
  };
  stop.addEventListener("click", end);
  page.closers.listing = end;

  /** @param {Feature} feature @param {string} note */
  const entry = (feature, note) => {
    const link = linkButton(feature.id, texts.name(feature), () => state.set({ feature: feature.id, fan: feature.id }));
    return element("li", {}, [link, element("span", { class: "origin" }, [bdi(note)])]);
  };
  const group = (/** @type {string} */ heading, /** @type {HTMLElement[]} */ entries) => [
    ...(heading ? [element("h3", {}, [heading])] : []), element("ul", { "data-list": heading }, entries),
  ];
  const draw = () => {
    const { sought, date } = state.get();
    if (!sought || !isListed(sought)) return;
    title.replaceChildren(titleOfKind(sought, page), ...(sought.includes(BODY) ? [] : [" ", litSign()]));
    const bodies = sought.split(",").flatMap((key) => (key.startsWith(BODY) ? [key.slice(BODY.length)] : []));
    const features = bodies.length ? [] : listedOn(sought, page);
    told.textContent = [spanOf(state.get()) === "year" ? texts.date(date, "year") : texts.date(date), ...(bodies.length ? [] : countsOf(features, page))].join(" · ");
    const events = features.filter(({ layer }) => isEvents(layer)).sort((a, b) => (a.is[a.layer.time[0]] < b.is[b.layer.time[0]] ? 1 : -1));
    const hosts = [...grouped(events, countryOf)].sort(([a], [b]) => rankOf(b, sought) - rankOf(a, sought));
    renew(list, [
      ...bodies.flatMap((body) => {
        const members = membersInOrder(body, page);
        return group(texts.say("members.sign", { body: texts.word("body", body), date: texts.brief(date), n: texts.number(members.length) }),
          members.map((country) => entry(country, memberSince(country, body, page))));
      }),
      ...hosts.flatMap(([host, own]) => group(host ? texts.say("search.host", { country: texts.country(host), n: texts.number(own.length) }) : texts.number(own.length), listedOf(own, (event) => entry(event, ofEvent(event, page)), texts))),
      ...(features.length > events.length ? group("", listedOf(features.filter(({ layer }) => !isEvents(layer)), (feature) => entry(feature, noteOf(feature, page)), texts)) : []),
    ]);
  };
  state.on(["sought", "lang", ...FILTERED], draw);
  draw();
}

/** How what stands out is drawn. */
export function litSign() {
  const shapes = [svg("path", { d: "M9 8H22", class: "hit" }), svg("path", { d: "M9 8H22", class: "plain-line" }), svg("circle", { class: "hit", cx: 29, cy: 8, style: "r: 7px" })];
  return swatch([svg("g", { class: "lit" }, shapes)]);
}

/**
 * How many there are, layer by layer, and of events in how many countries they were.
 * @param {Feature[]} features
 * @param {import("../page.js").Page} page
 */
function countsOf(features, { texts }) {
  return [...grouped(features, ({ layer }) => layer)].map(([layer, own]) => {
    const hosts = isEvents(layer) ? new Set(own.map(countryOf)).size : 1;
    return texts.say(hosts > 1 ? "search.hosts" : "search.of", { name: texts.title(layer), n: texts.number(own.length), hosts: texts.number(hosts) });
  });
}

/**
 * The first of a list, and how many more there are.
 * @template T
 * @param {T[]} items
 * @param {(item: T) => HTMLElement} entry
 * @param {import("../text/voice.js").Texts} texts
 */
export function listedOf(items, entry, texts) {
  const more = items.length - MOST_LISTED;
  return [...items.slice(0, MOST_LISTED).map(entry), ...(more > 0 ? [element("li", { class: "more" }, [`+ ${texts.number(more)}`])] : [])];
}

/**
 * What keys of kinds are called together.
 * @param {string} key
 * @param {Pick<import("../page.js").Page, "atlas" | "texts">} page
 */
export function titleOfKind(key, { atlas, texts }) {
  return key.split(",").map((each) => {
    return each.startsWith(OF_COUNTRY) ? texts.country(each.slice(OF_COUNTRY.length)) : namesOfKind(each, atlas, [texts.lang, texts.facts])[0];
  }).join(" · ");
}

/** How early a country was asked for. @param {string} host @param {string} key */
function rankOf(host, key) {
  const at = key.indexOf(OF_COUNTRY + host);
  return at < 0 ? -key.length : -at;
}

/** @param {Feature} event @param {import("../page.js").Page} page */
function ofEvent(event, { texts }) {
  const { place } = event.is;
  return [texts.range(event), ...(place ? [texts.within(texts.told(place).text)] : []), ...texts.absence(event)].join(" · ");
}

/** @param {Feature} feature @param {import("../page.js").Page} page */
function noteOf(feature, { atlas, texts }) {
  const { is, layer } = feature;
  if (layer.shape !== "network") return [texts.kind(feature), countryOf(feature)].flatMap((each, i) => (each ? [i ? texts.country(each) : each] : [])).join(" · ");
  return [texts.word("mode", is.mode), [texts.standing(is), ...whyBroken(feature, atlas)].join(": ")].join(" · ");
}

/** @param {Feature} country @param {string} body @param {import("../page.js").Page} page */
function memberSince({ is }, body, { atlas, texts, state }) {
  const { date } = state.get();
  const row = atlas.memberships.findLast((each) => each.iso_a3 === is.iso_a3 && each.body === body && MEMBERS.includes(each.status) && (each.from_earliest ?? "") <= date);
  if (!row) return "";
  const { status, from_earliest: first, from_latest: last } = row;
  const exact = first === last ? "day" : first?.slice(0, 7) === last?.slice(0, 7) ? "month" : "year";
  return [texts.word("standing", status), ...(last ? [texts.date(last, exact)] : [])].join(" · ");
}
