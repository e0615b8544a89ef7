// @ts-check
import { areasOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";

/** Codes of ISO 3166-1 that are free for everybody's own use. */
const OWN_CODE = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/;
/** Names of places that follow the country: an own language each. */
export const LOCAL = "local";

/** @typedef {{text: string, lang: string}} Said a text and the language that it is in */

/**
 * The language of the names on the map.
 * @param {import("../state/store.js").Scene} scene
 * @returns {string} one of the interface, or `local`
 */
export function namesLanguage({ names, lang }) {
  return names ?? lang;
}

/**
 * What things are called in a language, and what the tables of facts tell.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} lang
 */
export function createNames(atlas, lang) {
  const { locale } = atlas.texts[lang];
  /** The language of all that the tables tell: the usual one. */
  const [facts] = Object.keys(atlas.texts);
  // These take a while to make: not before they are needed.
  const regions = lazily(() => new Intl.DisplayNames(locale, { type: "region" }));
  const languages = lazily(() => new Intl.DisplayNames(locale, { type: "language" }));
  const owns = lazily(() => new Map(areasOf(atlas).toReversed().map((area) => [area.is.iso_a2, area])));
  /** The language of a name that is asked for, of what has none of its own place. @param {string} wanted */
  const given = (wanted) => (wanted === LOCAL ? lang : wanted);

  /** What the tables tell in English, in this language if it was translated.
   * @param {string} text @returns {Said} */
  const told = (text) => {
    const own = atlas.phrases[text]?.[lang];
    return own ? { text: own, lang } : { text, lang: facts };
  };

  /** A column of a row in the language, else as the tables tell it.
   * @param {Record<string, any>} row @param {string} column @returns {Said} */
  const said = (row, column) => {
    const own = row[`${column}_${lang}`];
    return own ? { text: own, lang } : told(row[column]);
  };

  /** @param {Record<string, any>} row @param {string} column */
  const field = (row, column) => said(row, column).text;

  /** A segment is called after its ends.
   * @param {Record<string, any>} is @param {string} language */
  const betweenPlaces = (is, language) => {
    const ends = [is.from_place, is.to_place].map((id) => atlas.byId.get(id)?.[0]?.is[`name_${language}`]);
    return ends.every(Boolean) ? ends.join(" – ") : null;
  };

  /** The name of a feature: in the language asked for, else in that of the interface, else as the
   * tables tell it.
   * @param {import("../data/read.js").Feature} feature @param {string} [wanted] @returns {Said} */
  const nameIn = ({ is }, wanted = lang) => {
    if (wanted === LOCAL && is.name_local) {
      return { text: is.name_local, lang: atlas.languages[is.iso_a2] ?? "" };
    }
    const language = given(wanted);
    const own = is[`name_${language}`] ?? (language === facts ? null : betweenPlaces(is, language));
    return own ? { text: own, lang: language } : language === lang ? told(is.name) : { text: is.name, lang: facts };
  };

  /** @param {import("../data/read.js").Feature} feature */
  const name = (feature) => nameIn(feature).text;

  /** What a country is called; one that has a code of no country is as the atlas calls it.
   * @param {string} iso two letters
   * @returns {string} */
  const country = (iso) => {
    const own = OWN_CODE.test(iso) && owns().get(iso);
    if (own) return name(own);
    try {
      return regions().of(iso) ?? iso;
    } catch {
      return iso;
    }
  };

  /** What a language is called. @param {string} code */
  const language = (code) => languages().of(code) ?? code;

  /** What a sea is called: seas have many shores, and without one local language speak that of the reader.
   * @param {string} key @param {string} wanted @returns {Said} */
  const sea = (key, wanted) => ({ text: atlas.texts[given(wanted)][`sea.${key}`], lang: given(wanted) });

  /** What a branch of a network is called in full.
   * @param {string} key @param {string} wanted @returns {Said} */
  const branch = (key, wanted) => {
    const own = atlas.texts[given(wanted)];
    return { text: own[`branch_full.${key}`] ?? own[`branch.${key}`], lang: given(wanted) };
  };

  return { facts, told, said, field, nameIn, name, country, language, sea, branch };
}
