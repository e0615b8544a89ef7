// @ts-check
import { kindOf, partnersOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";
import { createDates } from "./dates.js";
import { fill } from "./fill.js";
import { createNames } from "./names.js";
import { createNumbers } from "./numbers.js";
import { setApart } from "./script.js";

/** A place for a value, with the stop behind it if a sentence ends there. */
const VALUE = /\{(\w+)\}(\.?)/g;
const STOPPED = /\.\u2069?$/;

/**
 * The words of the interface, and names, dates and figures in the manner of its language.
 * @typedef {ReturnType<typeof createVoice>} Texts
 */

/**
 * One object that always answers in the language that the state names.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../state/store.js").State} state
 * @returns {Texts}
 */
export function createTexts(atlas, state) {
  const voices = new Map();
  const voice = () => {
    const { lang } = state.get();
    if (!voices.has(lang)) voices.set(lang, createVoice(atlas, lang));
    return voices.get(lang);
  };
  return /** @type {Texts} */ (new Proxy({}, { get: (_, name) => voice()[name] }));
}

/**
 * @param {import("../data/read.js").Atlas} atlas
 * @param {string} lang
 */
function createVoice(atlas, lang) {
  const table = atlas.texts[lang];
  const list = lazily(() => new Intl.ListFormat(table.locale, { type: "conjunction" }));

  /** A value as it stands within a text. @param {string | number} value */
  const within = (value) => setApart(String(value), table.locale, true);

  /** @param {string} key @param {Record<string, string | number>} [values] `{name}` stands for one */
  const say = (key, values = {}) => {
    const pattern = table[key] ?? key;
    const text = pattern.replace(VALUE, (_, name, stop) => {
      const value = within(values[name] ?? "");
      return stop ? ended(value) : value;
    });
    // What is not translated runs as its own words do, whatever stands in its places.
    const own = pattern.replace(VALUE, "");
    return setApart(text, table.locale, false, /\p{L}/u.test(own) ? own : text);
  };

  /** @param {string} group @param {string | null} value */
  const word = (group, value) => say(`${group}.${value}`);

  const [names, dates] = [createNames(atlas, lang), createDates(table.locale, say)];
  const voice = {
    lang,
    languages: Object.keys(atlas.texts),
    ...names,
    ...dates,
    ...createNumbers(table, say),
    say,
    word,
    within,
    /** A text with its places for values as they are. @param {string} key */
    template: (key) => table[key] ?? key,
    /** @param {string} key */
    has: (key) => Boolean(table[key]),
    /** @param {string[]} words */
    join: (words) => list().format(words),
    /** A text as a sentence. @param {string} text */
    sentence: ended,
    /** The words of a scene of the story, and the language that they are in.
     * @param {import("../state/scenes.js").StoryScene} scene */
    scene: (scene) => {
      const own = /** @type {any} */ (scene)[lang];
      return own ? { ...scene, ...own, lang } : { ...scene, lang: names.facts };
    },
    /** What the status of a segment is, and since when. @param {Record<string, any>} is */
    standing: ({ status, status_on: on, status_prec: exact }) =>
      (on ? say(`status_since.${status}`, { date: dates.since(on, exact), when: dates.when(on, exact) }) : word("status_now", status)),
    /** That an event was held without the subject of the atlas, where its layer has a word for it.
     * @param {import("../data/read.js").Feature} event @returns {string[]} */
    absence: ({ is, layer: { id, subject } }) => {
      const key = `layers.${id}.rhythm.without`;
      return subject && !is[subject] && key in table ? [say(key)] : [];
    },
    /** What a layer is called. @param {import("../data/read.js").Layer} layer */
    title: ({ id }) => say(`layers.${id}.title`),
    /** What a feature is: of which layer, or the country that the atlas is about.
     * @param {import("../data/read.js").Feature} feature */
    kind: (feature) => {
      const partners = kindOf(feature, atlas) === "subject" && partnersOf(atlas);
      const key = partners && `layers.${partners.id}.of_subject.title`;
      return say(key && key in table ? key : `layers.${feature.layer.id}.title`);
    },
    /** What a feature is called in a tooltip and for screen readers.
     * @param {import("../data/read.js").Feature} feature */
    label: (feature) => {
      const { is, layer } = feature;
      const [key, name] = [`layers.${layer.id}.label`, names.name(feature)];
      const network = { mode: word("mode", is.mode), status: word("status", is.status) };
      const kind = layer.shape === "network"
        ? say("label.segment", network)
        : key in table && fill(table[key], feature, { atlas, texts: voice }, { bare: true });
      return kind ? say("label.of", { name, kind }) : name;
    },
  };
  return voice;
}

/** What ends with a stop of its own, such as a day in Russian, ends a sentence with that one. @param {string} text */
function ended(text) {
  return STOPPED.test(text) ? text : `${text}.`;
}
