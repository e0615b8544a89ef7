// @ts-check
import { branchesOf, countryOf, holds, kindOf, MEMBERS, ofShape, partnersOf } from "../data/layers.js";
import { isAnnounced } from "../data/time.js";
import { fill } from "./fill.js";

/**
 * What a feature is, in plain sentences, the most telling first: what its shape knows, and those of
 * its layer whose condition holds and whose columns are not empty.
 * @param {import("../data/read.js").Feature} feature as on the day
 * @param {import("../page.js").Page} page
 * @returns {string[]}
 */
export function sentences(feature, page) {
  const { layer, is } = feature;
  const { texts, atlas } = page;
  if (isAnnounced(feature, atlas)) return [announcement(feature, page)];
  const own = (layer.sentences ?? []).map((when, i) => {
    return holds(when, is) ? fill(texts.template(`layers.${layer.id}.sentences.${i + 1}.text`), feature, page) : "";
  }).filter(Boolean);
  if (layer.shape === "network") return [...ofSegment(feature, page), ...own];
  if (layer.shape !== "areas") return own;
  const partners = kindOf(feature, atlas) === "subject" ? partnerships(page) : [];
  return [...partners, ...own, ...memberships(feature, page)];
}

/**
 * Of an event to come: when it will be, and where.
 * @param {import("../data/read.js").Feature} event
 * @param {Pick<import("../page.js").Page, "texts">} page
 */
function announcement(event, { texts }) {
  const country = countryOf(event);
  const where = [event.is.place ?? "", country ? texts.country(country) : ""];
  return texts.say("event.announced", { what: [texts.range(event), ...where].filter(Boolean).join(", ") });
}

/**
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 */
function ofSegment({ id, is }, { atlas, texts }) {
  const networks = ofShape(atlas, "network").filter(({ features }) => features.some((each) => each.id === id));
  const corridors = networks.map((layer) => {
    const branches = branchesOf({ layer, is });
    const many = `layers.${layer.id}.parts`;
    const key = branches.length > 1 && texts.has(many) ? many : `layers.${layer.id}.part`;
    return texts.say(key, { names: texts.join(branches.map((branch) => texts.word("branch", branch))) });
  });
  const what = texts.say("segment.what", {
    mode: texts.word("mode_link", is.mode),
    corridors: texts.join(corridors),
    status: texts.standing(is),
  });
  if (!is.len_km) return [what];
  const key = `segment.length_${is.len_basis}`;
  const km = texts.kilometres(length(is, atlas));
  return [what, texts.say(texts.has(`${key}_${is.mode}`) ? `${key}_${is.mode}` : key, { km })];
}

/**
 * As exact as it was found out: in print, along a mapped line, or along a lane that ships choose.
 * @param {Record<string, any>} is
 * @param {import("../data/read.js").Atlas} atlas
 */
function length({ len_km: km, len_basis: basis, mode }, { values }) {
  if (basis === "published") return km;
  return values.mode[mode]?.on === "land" ? Math.round(km) : Math.round(km / 10) * 10;
}

/**
 * The bodies that a country is a member of; nothing where the atlas follows none.
 * @param {import("../data/read.js").Feature} country
 * @param {import("../page.js").Page} page
 */
function memberships({ is }, { atlas, state, texts, worlds }) {
  if (!atlas.bodies.length) return [];
  const { standing } = worlds(state.get().date);
  const names = atlas.bodies
    .filter((body) => MEMBERS.includes(standing(is.iso_a3, body)))
    .map((body) => texts.word("body_phrase", body));
  return [names.length ? texts.say("country.member", { bodies: texts.join(names) }) : texts.say("country.outside")];
}

/**
 * What the subject of the atlas is to its partners.
 * @param {import("../page.js").Page} page
 */
function partnerships(page) {
  const { atlas, texts, filter } = page;
  const layer = partnersOf(atlas);
  const column = layer?.of_subject;
  if (!layer || !column) return [];
  const all = layer.features.flatMap((country) => filter.at(country) ?? []);
  const partners = all.filter(({ is }) => is[column]);
  if (!partners.length) return [];
  const each = texts.template(`layers.${layer.id}.of_subject.each`);
  return [
    texts.say(`layers.${layer.id}.of_subject.text`, {
      all: texts.numeral(all.length),
      some: texts.numeral(partners.length),
      names: texts.join(partners.map((country) => fill(each, country, page)).filter(Boolean)),
    }),
  ];
}
