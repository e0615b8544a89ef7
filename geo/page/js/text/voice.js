// @ts-check
import { featuresIn, kindOf, ofShape, partnersOf } from "../data/layers.js";
import { lazily } from "../data/memory.js";
import { fill } from "./fill.js";

/**
 * The words of the interface, and names, dates and figures in the manner of its language.
 * @typedef {ReturnType<typeof createVoice>} Texts
 */
/** @typedef {"day" | "month" | "year"} Precision how much of a date is known */
/** @typedef {{text: string, lang: string}} Said a text and the language that it is in */

/** Codes of ISO 3166-1 that are free for everybody's own use. */
const OWN_CODE = /^(AA|Q[M-Z]|X[A-Z]|ZZ)$/;
const MS_A_DAY = 86400000;
/** In how many days each passes. @type {[Precision, number][]} */
const LENGTHS = [["year", 365.25], ["month", 30.44], ["day", 1]];
/** Names of places that follow the country: an own language each. */
export const LOCAL = "local";

/**
 * The language of the names on the map.
 * @param {import("../state/store.js").Scene} scene
 * @returns {string} one of the interface, or `local`
 */
export function namesLanguage({ names, lang }) {
  return names ?? lang;
}

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
  const { locale } = table;
  /** The language of all that the tables of facts tell: the usual one. */
  const [facts] = Object.keys(atlas.texts);
  // These take a while to make: not before they are needed.
  const number = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2, maximumSignificantDigits: 3, roundingPriority: "morePrecision" }));
  const regions = lazily(() => new Intl.DisplayNames(locale, { type: "region" }));
  const languages = lazily(() => new Intl.DisplayNames(locale, { type: "language" }));
  const list = lazily(() => new Intl.ListFormat(locale, { type: "conjunction" }));
  const plurals = lazily(() => new Intl.PluralRules(locale));
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    lazily(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  const dates = {
    day: format({ dateStyle: "long" }),
    month: format({ year: "numeric", month: "long" }),
    year: format({ year: "numeric" }),
  };

  const brief = format({ dateStyle: "medium" });
  const relative = lazily(() => new Intl.RelativeTimeFormat(locale));

  /** @param {string} key @param {Record<string, string | number>} [values] `{name}` stands for one */
  const say = (key, values = {}) =>
    once((table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")));

  /** @param {string} group @param {string | null} value */
  const word = (group, value) => say(`${group}.${value}`);

  /** A text in the form that a number asks for.
   * @param {string} key @param {number} n @param {Record<string, string>} [values] */
  const count = (key, n, values = {}) => {
    return say(`${key}.${plurals().select(n)}`, { n: number().format(n), ...values });
  };

  const owns = lazily(() => new Map(featuresIn(ofShape(atlas, "areas")).toReversed().map((area) => [area.is.iso_a2, area])));

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

  /** As much of a date as is known.
   * @param {string} iso @param {Precision | null} [exact] */
  const date = (iso, exact) => dates[exact ?? "day"]().format(new Date(iso));

  /** A date in the case that it has after "since": that of a month with its day.
   * @param {string} iso @param {Precision | null} [exact] */
  const since = (iso, exact) => {
    if (exact === "year") return say("when.since_year", { date: date(iso, exact) });
    if (exact !== "month") return date(iso);
    const parts = dates.day().formatToParts(new Date(iso));
    const from = parts.findIndex(({ type }) => type === "month");
    return parts.slice(from).map(({ value }) => value).join("");
  };

  /** A date with its preposition.
   * @param {string} iso @param {Precision | null} [exact] */
  const when = (iso, exact) => {
    return say((exact ?? "day") === "day" ? "when.day" : "when.month", { date: date(iso, exact) });
  };

  /** How much of the days of an event is known.
   * @param {import("../data/read.js").Feature} event @returns {Precision} */
  const exactness = ({ layer: { columns, time }, is }) => is[columns[time[0]]?.precision ?? ""] ?? "day";

  /** The days of an event; within a month, those are written without spaces.
   * @param {import("../data/read.js").Feature} event */
  const range = (event) => {
    const { layer: { time: [first, last = first] }, is } = event;
    const format = dates[exactness(event)];
    const days = format().formatRange(new Date(is[first]), new Date(is[last] ?? is[first]));
    return days.replace(/^(\d{1,2})\s*–\s*(\d)/, "$1–$2");
  };

  /** The days of an event with their preposition.
   * @param {import("../data/read.js").Feature} event */
  const during = (event) => {
    const { is, layer: { time: [first, last = first] } } = event;
    const key = exactness(event) !== "day" ? "month" : is[first] === is[last] ? "day" : "days";
    return say(`when.${key}`, { date: range(event) });
  };

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

  /** The name of a feature: in the language asked for, else in that of the interface, else as the
   * tables tell it.
   * @param {import("../data/read.js").Feature} feature @param {string} [wanted] @returns {Said} */
  const nameIn = ({ is }, wanted = lang) => {
    if (wanted === LOCAL && is.name_local) {
      return { text: is.name_local, lang: atlas.languages[is.iso_a2] ?? "" };
    }
    const given = wanted === LOCAL ? lang : wanted;
    const own = is[`name_${given}`] ?? (given === facts ? null : betweenPlaces(is, given));
    return own ? { text: own, lang: given } : given === lang ? told(is.name) : { text: is.name, lang: facts };
  };

  /** A segment is called after its ends.
   * @param {Record<string, any>} is @param {string} given */
  const betweenPlaces = (is, given) => {
    const ends = [is.from_place, is.to_place].map((id) => atlas.byId.get(id)?.[0]?.is[`name_${given}`]);
    return ends.every(Boolean) ? ends.join(" – ") : null;
  };

  /** @param {number} value @param {number} decimals @param {string} above @param {string} below */
  const degrees = (value, decimals, above, below) => {
    const rounded = Number(value.toFixed(decimals));
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const n = Math.abs(rounded).toLocaleString(locale, digits);
    const hasSide = rounded % 180 !== 0; // but for the equator, the meridian of 0 and the one behind it
    return say(`degrees.${!hasSide ? "zero" : rounded > 0 ? above : below}`, { n });
  };

  /** @param {import("../data/read.js").Feature} feature */
  const name = (feature) => nameIn(feature).text;

  /** @param {string} unit @param {number} value */
  const unitOf = (unit, value) => {
    const key = `units.${unit}.${plurals().select(value)}`;
    return table[key] ?? table[`units.${unit}`] ?? unit;
  };

  /** A value, or a range of values. @param {number} low @param {number} high */
  const between = (low, high) => {
    const [from, to] = [low, high].map((value) => number().format(value));
    return low === high ? from : say("unit.range", { from, to });
  };

  const voice = {
    lang,
    facts,
    languages: Object.keys(atlas.texts),
    /** What a language is called. @param {string} code */
    language: (code) => languages().of(code) ?? code,
    say,
    word,
    count,
    country,
    date,
    since,
    when,
    during,
    range,
    told,
    name,
    nameIn,
    /** A text with its places for values as they are. */
    template: (/** @type {string} */ key) => table[key] ?? key,
    has: (/** @type {string} */ key) => Boolean(table[key]),
    day: (/** @type {string} */ iso) => dates.day().format(new Date(iso)),
    /** A day in short, without the word for year that some languages end with. */
    brief: (/** @type {string} */ iso) => {
      const all = brief().formatToParts(new Date(iso));
      return (all.at(-2)?.type === "year" ? all.slice(0, -1) : all).map(({ value }) => value).join("");
    },
    /** How long before a day another one was, no finer than it is known; empty for the day itself.
     * @param {string} iso @param {Precision | null} exact @param {string} day */
    ago: (iso, exact, day) => {
      const days = (Date.parse(day) - Date.parse(iso)) / MS_A_DAY;
      const known = LENGTHS.slice(0, 1 + LENGTHS.findIndex(([unit]) => unit === (exact ?? "day")));
      const [unit, size] = known.find((span) => days >= 2 * span[1]) ?? known[known.length - 1];
      const count = Math.round(days / size);
      return count ? relative().format(-count, unit) : "";
    },
    /** The words of a scene of the story, and the language that they are in.
     * @param {import("../state/scenes.js").StoryScene} scene */
    scene: (scene) => {
      const own = /** @type {any} */ (scene)[lang];
      return own ? { ...scene, ...own, lang } : { ...scene, lang: facts };
    },
    said,
    /** What the status of a segment is, and since when. @param {Record<string, any>} is */
    standing: ({ status, status_on: on, status_prec: exact }) =>
      (on ? say(`status_since.${status}`, { date: since(on, exact), when: when(on, exact) }) : word("status_now", status)),
    /** That an event was held without the subject of the atlas, where its layer has a word for it.
     * @param {import("../data/read.js").Feature} event @returns {string[]} */
    absence: ({ is, layer: { id, subject } }) => {
      const key = `layers.${id}.rhythm.without`;
      return subject && !is[subject] && key in table ? [say(key)] : [];
    },
    /** @param {Record<string, any>} row @param {string} column */
    field: (row, column) => said(row, column).text,
    join: (/** @type {string[]} */ words) => list().format(words),
    number: (/** @type {number} */ value) => number().format(value),
    between,
    unitOf,
    kilometres: (/** @type {number} */ km) => say("unit.km", { n: number().format(km) }),
    /** @param {number} lat @param {number} [decimals] */
    latitude: (lat, decimals = 0) => degrees(lat, decimals, "north", "south"),
    /** @param {number} lon @param {number} [decimals] */
    longitude: (lon, decimals = 0) => degrees(lon, decimals, "east", "west"),
    /** A value, or a range of values, with its unit.
     * @param {number} low @param {number} high @param {string} unit */
    amount: (low, high, unit) => {
      const n = between(low, high);
      return table[`unit.${unit}`] ? say(`unit.${unit}`, { n }) : say("unit.any", { n, unit: unitOf(unit, high) });
    },
    /** What a sea is called.
     * @param {string} key @param {string} wanted @returns {Said} */
    sea: (key, wanted) => {
      // Seas have many shores: without one local language they speak that of the reader.
      const given = wanted === LOCAL ? lang : wanted;
      return { text: atlas.texts[given][`sea.${key}`], lang: given };
    },
    /** What a branch of a network is called in full.
     * @param {string} key @param {string} wanted @returns {Said} */
    branch: (key, wanted) => {
      const given = wanted === LOCAL ? lang : wanted;
      const own = atlas.texts[given];
      return { text: own[`branch_full.${key}`] ?? own[`branch.${key}`], lang: given };
    },
    /** A text as a sentence. @param {string} text */
    sentence: (text) => once(`${text}.`),
    /** A small number as a word, if there is one. */
    numeral: (/** @type {number} */ value) => table[`count.${value}`] ?? number().format(value),
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
      const key = `layers.${layer.id}.label`;
      const network = { mode: word("mode", is.mode), status: word("status", is.status) };
      const kind = layer.shape === "network"
        ? say("label.segment", network)
        : key in table && fill(table[key], feature, { atlas, texts: voice }, { bare: true });
      return kind ? say("label.of", { name: name(feature), kind }) : name(feature);
    },
  };
  return voice;
}

/** What ends with a stop of its own, such as a day in Russian, ends a sentence with that one. @param {string} text */
function once(text) {
  return text.replace(/(?<!\.)\.\.(?!\.)/g, ".");
}
