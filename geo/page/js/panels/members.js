// @ts-check
import { byId, element, setHidden, svg, swatch } from "../dom.js";
import { areasOf } from "../data/layers.js";
import { NEAR } from "../marks/areas.js";

/**
 * The countries that are full members of an organisation on the day, by name.
 * @param {string} body
 * @param {Pick<import("../page.js").Page, "atlas" | "texts" | "worlds" | "state">} page
 */
export function membersInOrder(body, { atlas, texts, worlds, state }) {
  const codes = new Set(worlds(state.get().date).members(body));
  const countries = areasOf(atlas).filter(({ is }) => codes.delete(is.iso_a3));
  return countries.sort((a, b) => texts.name(a).localeCompare(texts.name(b), texts.lang));
}

/**
 * A sign on the map while members are lit: of what, on which day, how many, and who is near them, each with the
 * outline that it has; a press puts them out.
 * @param {import("../page.js").Page} page
 */
export function addMembersSign({ atlas, texts, state, worlds }) {
  const sign = byId("members");
  const countries = [...new Set(areasOf(atlas).map(({ is }) => is.iso_a3))];
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
    const near = NEAR.flatMap((standing) => {
      const count = countries.filter((iso3) => worlds(date).standing(iso3, body) === standing).length;
      return count ? [`${texts.word("standing", standing)}: ${texts.number(count)}`] : [];
    });
    sign.replaceChildren(
      outlineSign("member"), text,
      ...(near.length ? [outlineSign("nearly"), near.join(", ")] : []),
      element("span", { "aria-hidden": "true" }, [" ×"]),
    );
    sign.title = texts.say("members.off");
  };
  state.on(["body", "date", "lang"], show);
  show();
}

/** How a country is drawn that is lit as a member, or near one. @param {"member" | "nearly"} kind */
export function outlineSign(kind) {
  return swatch([svg("path", { d: "M9 2h18v12H9z", class: kind })]);
}
