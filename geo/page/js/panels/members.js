// @ts-check
import { byId, element, setHidden } from "../dom.js";
import { featuresIn, ofShape } from "../data/layers.js";

/**
 * The countries that are full members of an organisation on the day, by name.
 * @param {string} body
 * @param {Pick<import("../page.js").Page, "atlas" | "texts" | "worlds" | "state">} page
 */
export function membersInOrder(body, { atlas, texts, worlds, state }) {
  const codes = new Set(worlds(state.get().date).members(body));
  const countries = featuresIn(ofShape(atlas, "areas")).filter(({ is }) => codes.delete(is.iso_a3));
  return countries.sort((a, b) => texts.name(a).localeCompare(texts.name(b), texts.lang));
}

/**
 * A sign on the map while members are lit: of what, on which day, how many; a press puts them out.
 * @param {import("../page.js").Page} page
 */
export function addMembersSign({ atlas, texts, state, worlds }) {
  const sign = byId("members");
  sign.addEventListener("click", () => {
    state.set({ body: null });
    byId(atlas.map).focus({ preventScroll: true });
  });
  const show = () => {
    const { body, date } = state.get();
    setHidden(sign, !body);
    if (!body) return;
    const n = texts.number(worlds(date).members(body).length);
    const text = texts.say("members.sign", { body: texts.word("body", body), date: texts.brief(date), n });
    sign.replaceChildren(text, element("span", { "aria-hidden": "true" }, [" ×"]));
    sign.title = texts.say("members.off");
  };
  state.on(["body", "date", "lang"], show);
  show();
}
