// @ts-check

/**
 * The words of the interface, and names, dates and figures in the manner of its language.
 * @typedef {ReturnType<typeof createVoice>} Texts
 */
/** @typedef {{text: string, lang: string}} Said a text and the language that it is in */

/** The language of all that the tables of facts tell. */
export const FACTS = "en";
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
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  // These take a while to make: not before they are needed.
  const regions = later(() => new Intl.DisplayNames(locale, { type: "region" }));
  const list = later(() => new Intl.ListFormat(locale, { type: "conjunction" }));
  const plurals = later(() => new Intl.PluralRules(locale));
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    later(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  const dates = {
    day: format({ dateStyle: "long" }),
    month: format({ year: "numeric", month: "long" }),
    year: format({ year: "numeric" }),
  };

  const brief = format({ dateStyle: "medium" });

  /** @param {string} key @param {Record<string, string | number>} [values] `{name}` stands for one */
  const say = (key, values = {}) =>
    (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  /** @param {string} group @param {string | null} value */
  const word = (group, value) => say(`${group}.${value}`);

  /** A text in the form that a number asks for.
   * @param {string} key @param {number} n @param {Record<string, string>} [values] */
  const count = (key, n, values = {}) => {
    return say(`${key}.${plurals().select(n)}`, { n: number.format(n), ...values });
  };

  /** @param {string} iso two letters */
  const country = (iso) => {
    try {
      return regions().of(iso) ?? iso;
    } catch {
      return iso;
    }
  };

  /** A day that was padded to the first of a month or year is meant as that month or year.
   * @param {string} iso @returns {"day" | "month" | "year"} */
  const precision = (iso) => (iso.endsWith("-01-01") ? "year" : iso.endsWith("-01") ? "month" : "day");

  /** @param {string} iso */
  const date = (iso) => dates[precision(iso)]().format(new Date(iso));

  /** A date in the case that it has after "since": that of a month with its day.
   * @param {string} iso */
  const since = (iso) => {
    if (precision(iso) === "year") return say("when.since_year", { date: date(iso) });
    if (precision(iso) === "day") return date(iso);
    const parts = dates.day().formatToParts(new Date(iso));
    const from = parts.findIndex(({ type }) => type === "month");
    return parts.slice(from).map(({ value }) => value).join("");
  };

  /** A date with its preposition.
   * @param {string} iso */
  const when = (iso) => say(iso.endsWith("-01") ? "when.month" : "when.day", { date: date(iso) });

  /** The days of an event; within a month, those are written without spaces.
   * @param {Record<string, any>} is */
  const range = ({ start, end, date_prec: exact }) => {
    const days = (dates[exact] ?? dates.day)().formatRange(new Date(start), new Date(end));
    return days.replace(/^(\d{1,2})\s*–\s*(\d)/, "$1–$2");
  };

  /** The days of an event with their preposition.
   * @param {Record<string, any>} is */
  const during = (is) => {
    const key = is.date_prec !== "day" ? "month" : is.start === is.end ? "day" : "days";
    return say(`when.${key}`, { date: range(is) });
  };

  /** What the tables tell in English, in this language if it was translated.
   * @param {string} text @returns {Said} */
  const told = (text) => {
    const own = atlas.phrases[text]?.[lang];
    return own ? { text: own, lang } : { text, lang: FACTS };
  };

  /** The name of a feature: in the language asked for, else in that of the interface, else as the
   * tables tell it.
   * @param {import("../data/read.js").Feature} feature @param {string} [wanted] @returns {Said} */
  const nameIn = ({ is }, wanted = lang) => {
    if (wanted === LOCAL && is.name_local) {
      return { text: is.name_local, lang: atlas.languages[is.iso_a2] ?? "" };
    }
    const given = wanted === LOCAL ? lang : wanted;
    const own = is[`name_${given}`] ?? (given === FACTS ? null : betweenPlaces(is, given));
    return own ? { text: own, lang: given } : given === lang ? told(is.name) : { text: is.name, lang: FACTS };
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
    return say(`degrees.${rounded > 0 ? above : rounded < 0 ? below : "zero"}`, { n });
  };

  /** @param {import("../data/read.js").Feature} feature */
  const name = (feature) => nameIn(feature).text;

  /** @param {string} unit @param {number} value */
  const unitOf = (unit, value) => {
    const key = `units.${unit}.${plurals().select(value)}`;
    return table[key] ?? table[`units.${unit}`] ?? unit;
  };

  return {
    lang,
    say,
    word,
    count,
    country,
    date,
    since,
    when,
    during,
    told,
    name,
    nameIn,
    has: (/** @type {string} */ key) => key in table,
    day: (/** @type {string} */ iso) => dates.day().format(new Date(iso)),
    brief: (/** @type {string} */ iso) => brief().format(new Date(iso)),
    /** The words of a scene of the story, and the language that they are in.
     * @param {import("../state/scenes.js").StoryScene} scene */
    scene: (scene) => {
      const own = /** @type {any} */ (scene)[lang];
      return own ? { ...scene, ...own, lang } : { ...scene, lang: "en" };
    },
    /** A column of a row in the language, if it has one.
     * @param {Record<string, any>} row @param {string} column */
    field: (row, column) => row[`${column}_${lang}`] ?? row[column],
    join: (/** @type {string[]} */ words) => list().format(words),
    number: (/** @type {number} */ value) => number.format(value),
    kilometres: (/** @type {number} */ km) => say("unit.km", { n: number.format(km) }),
    /** @param {number} lat @param {number} [decimals] */
    latitude: (lat, decimals = 0) => degrees(lat, decimals, "north", "south"),
    /** @param {number} lon @param {number} [decimals] */
    longitude: (lon, decimals = 0) => degrees(lon, decimals, "east", "west"),
    /** A value, or a range of values, with its unit.
     * @param {number} low @param {number} high @param {string} unit */
    amount: (low, high, unit) => {
      const [from, to] = [low, high].map((value) => number.format(value));
      const n = low === high ? from : say("unit.range", { from, to });
      return say("unit.any", { n, unit: unitOf(unit, high) });
    },
    /** What a sea is called.
     * @param {string} key @param {string} wanted @returns {Said} */
    sea: (key, wanted) => {
      // Seas have many shores: without one local language they speak that of the reader.
      const given = wanted === LOCAL ? lang : wanted;
      return { text: atlas.texts[given][`sea.${key}`], lang: given };
    },
    /** What a feature is called in a tooltip and for screen readers.
     * @param {import("../data/read.js").Feature} feature */
    label: (feature) => {
      const { is, layer } = feature;
      const kind = {
        instc: () => say("label.segment", { mode: word("mode", is.mode), status: word("status", is.status) }),
        ashgabat: () => say("label.segment", { mode: word("mode", is.mode), status: word("status", is.status) }),
        exercises: () => range(is),
        dialogues: () => say("label.dialogue", { format: word("format", is.format), dates: range(is) }),
        places: () => word("kind", is.kind),
      }[layer]?.();
      return kind ? say("label.of", { name: name(feature), kind }) : name(feature);
    },
  };
}

/**
 * @template T
 * @param {() => T} make
 * @returns {() => T} makes it at the first call
 */
export function later(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}
