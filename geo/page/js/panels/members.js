// @ts-check
import { byId, element } from "../dom.js";
import { featuresIn, MEMBERS, ofShape } from "../data/layers.js";

/**
 * The countries that are full members of an organisation.
 * @param {string} body
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../data/time.js").World} world
 * @returns {string[]} three letters each
 */
export function membersOf(body, atlas, world) {
  const countries = featuresIn(ofShape(atlas, "areas"));
  const codes = [...new Set(countries.map(({ is }) => is.iso_a3))];
  return codes.filter((iso3) => MEMBERS.includes(world.standing(iso3, body)));
}

/**
 * What they are called, in the order of the language.
 * @param {string} body
 * @param {Pick<import("../page.js").Page, "atlas" | "texts" | "worlds" | "state">} page
 */
export function namesOfMembers(body, { atlas, texts, worlds, state }) {
  const codes = membersOf(body, atlas, worlds(state.get().date));
  const all = featuresIn(ofShape(atlas, "areas"));
  const names = codes.map((iso3) => texts.name(/** @type {import("../data/read.js").Feature} */ (all.find(({ is }) => is.iso_a3 === iso3))));
  return names.sort((a, b) => a.localeCompare(b, texts.lang));
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
    sign.hidden = !body;
    if (!body) return;
    const n = texts.number(membersOf(body, atlas, worlds(date)).length);
    const text = texts.say("members.sign", { body: texts.word("body", body), date: texts.brief(date), n });
    sign.replaceChildren(text, element("span", { "aria-hidden": "true" }, [" ×"]));
    sign.title = texts.say("members.off");
  };
  state.on(["body", "date", "lang"], show);
  show();
}
