// @ts-check
import { lazily } from "../data/memory.js";

const [LEAST, GREATEST] = [1e-9, 2 ** 53];

/**
 * Numbers and what they count, in the manner of a language.
 * @param {Record<string, string>} table its texts
 * @param {(key: string, values: Record<string, string>) => string} say
 */
export function createNumbers(table, say) {
  const { locale } = table;
  // These take a while to make: not before they are needed.
  const format = lazily(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2, maximumSignificantDigits: 3, roundingPriority: "morePrecision" }));
  const plurals = lazily(() => new Intl.PluralRules(locale));

  /** A number; one nearer to 0 than the least, or beyond the greatest, with a power of ten.
   * @param {number} value */
  const number = (value) => {
    const size = Math.abs(value);
    if (!size || (size >= LEAST && size <= GREATEST)) return format().format(value);
    const [digits, power] = value.toExponential(2).split("e");
    return `${format().format(Number(digits))}e${power}`;
  };

  /** A text in the form that a number asks for.
   * @param {string} key @param {number} n @param {Record<string, string>} [values] */
  const count = (key, n, values = {}) => say(`${key}.${plurals().select(n)}`, { n: number(n), ...values });

  /** A small number as a word, if there is one. @param {number} value */
  const numeral = (value) => table[`count.${value}`] ?? number(value);

  /** @param {string} unit @param {number} value */
  const unitOf = (unit, value) => table[`units.${unit}.${plurals().select(value)}`] ?? table[`units.${unit}`] ?? unit;

  /** @param {number} km */
  const kilometres = (km) => say("unit.km", { n: number(km) });

  /** A value, or a range of values. @param {number} low @param {number} high */
  const between = (low, high) => (low === high ? number(low) : say("unit.range", { from: number(low), to: number(high) }));

  /** A value, or a range of values, with its unit.
   * @param {number} low @param {number} high @param {string} unit */
  const amount = (low, high, unit) => {
    const n = between(low, high);
    return table[`unit.${unit}`] ? say(`unit.${unit}`, { n }) : say("unit.any", { n, unit: unitOf(unit, high) });
  };

  /** @param {number} value @param {number} decimals @param {string} above @param {string} below */
  const degrees = (value, decimals, above, below) => {
    const rounded = Number(value.toFixed(decimals));
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const n = Math.abs(rounded).toLocaleString(locale, digits);
    const hasSide = rounded % 180 !== 0; // but for the equator, the meridian of 0 and the one behind it
    return say(`degrees.${!hasSide ? "zero" : rounded > 0 ? above : below}`, { n });
  };
  /** @param {number} lat @param {number} [decimals] */
  const latitude = (lat, decimals = 0) => degrees(lat, decimals, "north", "south");
  /** @param {number} lon @param {number} [decimals] */
  const longitude = (lon, decimals = 0) => degrees(lon, decimals, "east", "west");

  return { number, count, numeral, unitOf, kilometres, between, amount, latitude, longitude };
}
