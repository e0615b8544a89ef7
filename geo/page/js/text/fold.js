// @ts-check

/** Marks that not everybody writes: accents, vowels of Arabic, the nukta, joiners; and all that stands for a breath. */
const UNWRITTEN = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u0903\u093c\u200c\u200d\ufe0f'`´′ʹʻʼʽˈʾʿ‘’‛ьъ]/g;
/** A nasal before its consonant, and the moon of a vowel, are as often written as a dot. */
const NASALS = /[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u092e])|\u0901/g;
const DOT = "\u0902";
const NUMERALS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const [BEYOND_ASCII, IN_WORDS] = [/[^\0-\x7f]/gu, /[\p{L}\p{M}\p{N}\p{So}]/u];
/** Signs and emoji: words, however close they stand to others. */
const SIGNS = /\p{So}+/gu;
const BETWEEN_WORDS = /[\0-/:-`{-\x7f]+/g;
/** Letters that no accent tells apart, each before the one that stands for it: Latin, Cyrillic, Devanagari, Arabic. */
const ALIKE = new Map(
  ("øo łl đd ðd ħh ŋn ıi əe ɵo ßss æae œoe þth " +
    "қк ғг ңн өо үу ұу һх әа ҷч ҳх іи єе ґг ћч ђд љл њн јй џч " +
    "\u0940\u093f \u0942\u0941 " +
    "يی ىی ېی ےی كک ڪک ةه ۀه ەه ہه ھه ګگ ٱا ۇو ۆو").split(" ").map(([letter, ...as]) => [letter, as.join("")]),
);

/**
 * A text as it is compared, so that nobody has to know how a name is spelt or to have its keyboard:
 * without case, accents and apostrophes, with one space between words.
 * @param {string} text
 */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(UNWRITTEN, "").replace(NASALS, DOT);
  return plain.replace(BEYOND_ASCII, standsFor).replace(SIGNS, " $& ").replace(NUMERALS, numeral).replace(BETWEEN_WORDS, " ").trim();
}

/** The letter that one stands for, or a space; each is looked up once, for there may be very many. @param {string} letter */
function standsFor(letter) {
  if (!ALIKE.has(letter)) ALIKE.set(letter, IN_WORDS.test(letter) ? letter : " ");
  return ALIKE.get(letter) ?? "";
}

/** @param {string} letter of another script */
function numeral(letter) {
  const code = letter.charCodeAt(0);
  return String(code < 0x900 ? code & 15 : code - 0x966);
}
