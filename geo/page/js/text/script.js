// @ts-check

/** Scripts that run from right to left. */
const FROM_RIGHT = ["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];
/** Scripts whose letters join, or hang from one line: a space between them would tear words apart. */
const JOINED = ["Adlm", "Arab", "Beng", "Deva", "Guru", "Mand", "Mong", "Mymr", "Nkoo", "Rohg", "Syrc", "Thaa", "Tibt"];
/** A letter that runs from the right, and one that does not. */
const RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const LEFT = new RegExp(`(?!${RIGHT.source})\\p{L}`, "u");
/** @type {Map<string, {isFromRight: boolean, isJoined: boolean}>} */
const scripts = new Map();

/**
 * How the script of a language is written.
 * @param {string} lang
 */
export function scriptOf(lang) {
  const known = scripts.get(lang);
  if (known) return known;
  const script = new Intl.Locale(lang).maximize().script ?? "";
  const told = { isFromRight: FROM_RIGHT.includes(script), isJoined: JOINED.includes(script) };
  scripts.set(lang, told);
  return told;
}

/**
 * Set a text apart from those beside it if it has letters that run the other way than the language does: else "677 km"
 * would be turned round among them. A text that also has letters of the language needs that only within another.
 * @param {string} text
 * @param {string} lang
 * @param {boolean} isWithin whether it stands in another text
 * @param {string} own what of it tells how it runs
 */
export function setApart(text, lang, isWithin, own = text) {
  const [same, other] = scriptOf(lang).isFromRight ? [RIGHT, LEFT] : [LEFT, RIGHT];
  return other.test(own) && (isWithin || !same.test(own)) ? `\u2068${text}\u2069` : text;
}
