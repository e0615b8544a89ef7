// @ts-check
import { listed } from "../data/read.js";
import { isIndia } from "../marks/countries.js";
import { BODIES, CORRIDORS, MEMBERS } from "../data/time.js";

const ON_WATER = ["sea", "ferry", "river"];

/**
 * What a feature is, in plain sentences, the most telling first.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {string[]}
 */
export function sentences(feature, page) {
  const { texts } = page;
  const { layer, is } = feature;
  if (layer === "exercises") return ofExercise(is, texts);
  if (layer === "dialogues") return ofDialogue(is, texts);
  if (layer === "places") return [ofPlace(is, texts)];
  if (layer === "republics" || layer === "countries") return ofCountry(feature, page);
  return ofSegment(feature, page);
}

/**
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 */
function ofSegment({ id, is }, { atlas, texts }) {
  const layers = (atlas.byId.get(id) ?? []).map(({ layer }) => layer);
  const corridors = CORRIDORS.filter((corridor) => layers.includes(corridor)).map((corridor) => {
    const branches = listed(is.branch).filter((branch) => !CORRIDORS.includes(branch));
    const key = branches.length === 1 ? "segment.branch" : "segment.branches";
    const names = texts.join(branches.map((branch) => texts.word("branch", branch)));
    return texts.say(corridor === "instc" ? key : `segment.${corridor}`, { names });
  });
  const what = texts.say("segment.what", {
    mode: texts.word("link", is.mode),
    corridors: texts.join(corridors),
    status: is.status_on
      ? texts.say(`status_since.${is.status}`, {
          date: texts.since(is.status_on),
          when: texts.when(is.status_on),
        })
      : texts.word("status_now", is.status),
  });
  if (!is.len_km) return [what];
  const key = `segment.length_${is.len_basis}`;
  const km = texts.kilometres(length(is));
  return [what, texts.say(texts.has(`${key}_${is.mode}`) ? `${key}_${is.mode}` : key, { km })];
}

/**
 * As exact as it was found out: in print, along a mapped line, or along a lane that ships choose.
 * @param {Record<string, any>} is
 */
function length({ len_km: km, len_basis: basis, mode }) {
  if (basis === "published") return km;
  return ON_WATER.includes(mode) ? Math.round(km / 10) * 10 : Math.round(km);
}

/**
 * @param {Record<string, any>} is
 * @param {import("./voice.js").Texts} texts
 */
function ofExercise(is, texts) {
  const [dates, country] = [texts.during(is), texts.country(is.host)];
  const held = texts.say("exercise.held", { dates, place: texts.told(is.place).text, country });
  const others = listed(is.partners).map(texts.country);
  const all = texts.join(is.india ? [texts.country("IN"), ...others] : others);
  const key = is.india ? "exercise.parties" : others.length ? "exercise.others" : "exercise.none";
  return [held, texts.say(key, { all })];
}

/**
 * @param {Record<string, any>} is
 * @param {import("./voice.js").Texts} texts
 */
function ofDialogue(is, texts) {
  const met = texts.say(is.virtual ? "dialogue.by_video" : "dialogue.met", {
    who: texts.word("who", is.format),
    place: texts.told(is.place).text,
    country: texts.country(is.host),
    dates: texts.during(is),
  });
  const absent = listed(is.absent);
  if (!absent.length) return [met];
  const key = absent.length === 1 ? "dialogue.absent" : "dialogue.all_absent";
  return [met, texts.say(key, { countries: texts.join(absent.map(texts.country)) })];
}

/**
 * @param {Record<string, any>} is
 * @param {import("./voice.js").Texts} texts
 */
function ofPlace(is, texts) {
  return texts.say(`place.${is.kind}`, { country: texts.country(is.iso_a2) });
}

/**
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 */
function ofCountry(feature, page) {
  const { texts } = page;
  const { is } = feature;
  const names = bodiesOf(is).map((body) => texts.say(`body.${body}`));
  const member = names.length
    ? texts.say("country.member", { bodies: texts.join(names) })
    : texts.say("country.outside");
  if (isIndia(feature)) return [...partnerships(page), member];
  if (!is.diplo_on) return [member];
  const key = is.partnership_year ? "country.partner" : "country.relations";
  const since = { date: texts.since(is.diplo_on), year: String(is.partnership_year ?? "") };
  return [texts.say(key, since), member];
}

/**
 * The bodies that a country is a member of.
 * @param {Record<string, any>} is
 */
function bodiesOf(is) {
  const bodies = BODIES.slice(1).filter((body) => MEMBERS.includes(is[body]));
  return is.sco_since ? ["sco", ...bodies] : bodies;
}

/**
 * What India is to the republics.
 * @param {import("../page.js").Page} page
 */
function partnerships({ atlas, texts, filter }) {
  const all = (atlas.layers.republics ?? []).flatMap((republic) => filter.at(republic) ?? []);
  const partners = all.filter(({ is }) => is.partnership_year);
  if (!partners.length) return [];
  const named = partners.map((republic) => {
    return texts.say("india.since", { name: texts.name(republic), year: republic.is.partnership_year });
  });
  return [
    texts.say("india.partnerships", {
      all: texts.word("count", String(all.length)),
      some: texts.word("count", String(partners.length)),
      names: texts.join(named),
    }),
  ];
}
