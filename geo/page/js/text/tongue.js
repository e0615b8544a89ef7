// @ts-check
import { bdi, element } from "../dom.js";

/** What is shorter is a name, of which nobody says in which language it is. */
const PROSE = 30;

/**
 * A text of the tables; where these speak another language than the reader, it says which.
 * @param {import("./names.js").Said} said
 * @param {import("./voice.js").Texts} texts
 * @returns {(Node | string)[]}
 */
export function inItsTongue({ text, lang }, texts) {
  const isForeign = lang && lang !== texts.lang && text.length > PROSE;
  return [bdi(text, lang), ...(isForeign ? [" ", tongue(lang, texts)] : [])];
}

/** @param {string} lang @param {import("./voice.js").Texts} texts */
export function tongue(lang, texts) {
  return element("small", { class: "tongue" }, [texts.say("details.tongue", { language: texts.language(lang) })]);
}
