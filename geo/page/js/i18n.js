// @ts-check

/**
 * The words of the interface in one language, and names, dates and figures in its manner.
 * @typedef {ReturnType<typeof createTexts>} Texts
 */

/**
 * @param {Record<string, string>} table texts by key; `{name}` stands for a value
 * @param {string} lang
 */
export function createTexts(table, lang) {
  const { locale } = table;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  // These take a while to make: not before they are needed.
  const regions = later(() => new Intl.DisplayNames(locale, { type: "region" }));
  const list = later(() => new Intl.ListFormat(locale, { type: "conjunction" }));
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    later(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }));
  const dates = {
    day: format({ dateStyle: "long" }),
    month: format({ year: "numeric", month: "long" }),
    year: format({ year: "numeric" }),
  };

  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values = {}) =>
    (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

  /** @param {string} group @param {string | null} value */
  const word = (group, value) => say(`${group}.${value}`);

  /** @param {string} iso two letters */
  const country = (iso) => {
    try {
      return regions().of(iso) ?? iso;
    } catch {
      return iso;
    }
  };

  /** A day that was padded to the first of a month or year is shown as that month or year.
   * @param {string} iso */
  const date = (iso) => {
    const precision = iso.endsWith("-01-01") ? "year" : iso.endsWith("-01") ? "month" : "day";
    return dates[precision]().format(new Date(iso));
  };

  /** A date with its preposition.
   * @param {string} iso */
  const when = (iso) => say(iso.endsWith("-01") ? "when.month" : "when.day", { date: date(iso) });

  /** The days of an event; within a month, those are written without spaces.
   * @param {Record<string, any>} is */
  const range = ({ start, end, date_prec: precision }) => {
    const days = (dates[precision] ?? dates.day)().formatRange(new Date(start), new Date(end));
    return days.replace(/^(\d{1,2})\s*–\s*(\d)/, "$1–$2");
  };

  /** The days of an event with their preposition.
   * @param {Record<string, any>} is */
  const during = (is) => {
    const key = is.date_prec !== "day" ? "month" : is.start === is.end ? "day" : "days";
    return say(`when.${key}`, { date: range(is) });
  };

  /** @param {number} value @param {number} decimals @param {string} above @param {string} below */
  const degrees = (value, decimals, above, below) => {
    const rounded = Number(value.toFixed(decimals));
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const n = Math.abs(rounded).toLocaleString(locale, digits);
    return say(`degrees.${rounded > 0 ? above : rounded < 0 ? below : "zero"}`, { n });
  };

  /** @param {import("./data.js").Feature} feature */
  const name = (feature) => feature.is[`name_${lang}`] ?? feature.is.name;

  return {
    lang,
    say,
    word,
    country,
    date,
    when,
    during,
    name,
    has: (/** @type {string} */ key) => key in table,
    day: (/** @type {string} */ iso) => dates.day().format(new Date(iso)),
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
      return say("unit.any", { n: low === high ? from : say("unit.range", { from, to }), unit });
    },
    /** What a feature is called in a tooltip and for screen readers.
     * @param {import("./data.js").Feature} feature */
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
function later(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}
