// @ts-check
import { byId, element, setHidden } from "../dom.js";

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
