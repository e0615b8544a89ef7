// @ts-check

/** Scripts that run from right to left. */
const FROM_RIGHT = ["Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"];
/** Scripts whose letters join, or hang from one line: a space between them would tear words apart. */
const JOINED = ["Adlm", "Arab", "Beng", "Deva", "Guru", "Mand", "Mong", "Mymr", "Nkoo", "Rohg", "Syrc", "Thaa", "Tibt"];
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
