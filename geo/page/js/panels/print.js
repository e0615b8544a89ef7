// @ts-check
import { byId, element } from "../dom.js";
import { visibleBox } from "../map/cover.js";
import { overlayOf } from "./tabs.js";

/** What is printed of a text: not what one presses, nor what is long. */
const PRINTED = ":is(.kind, h2, .told, .correction, .figures)";
/** Where that stands, by what is shown; a tab that is not here is a tool, and no text. */
const TEXTS = { details: "#details-body", change: "#change", listing: "#listing", story: "#story article" };

/**
 * One page of paper: the map as it is seen, in light colours, with its names set anew for that, the
 * legend, the day, and what the panel tells in words. It is upright if the window is.
 * @param {import("../page.js").Page} page
 */
export function addPrint({ atlas, texts, state, view, crs }) {
  const root = document.documentElement;
  const phone = /** @type {HTMLStyleElement} */ (byId("phone"));
  let back = () => {};
  addEventListener("beforeprint", () => {
    back();
    const { media } = phone;
    const { theme } = root.dataset;
    const box = visibleBox(view.map, crs);
    const { version, date } = atlas.edition;
    byId("print-head").replaceChildren(
      element("strong", {}, [texts.say("page.title")]),
      element("span", {}, [
        texts.say("picture.date", { date: texts.date(state.get().date), data: texts.date(date), version }),
        " · ",
        texts.say("picture.view", { view: texts.word("worldview", atlas.view.worldview) }),
      ]),
    );
    byId("print-text").replaceChildren(...told());
    root.classList.toggle("upright", innerHeight > innerWidth);
    root.classList.add("paper");
    root.dataset.theme = "light";
    phone.media = "not all";
    const [ends, end] = [byId("legend"), document.body].map((node) => node.getBoundingClientRect().bottom);
    root.classList.toggle("long", ends > end);
    const giveBack = view.lend(box);
    back = () => {
      back = () => {};
      root.classList.remove("paper", "upright", "long");
      root.dataset.theme = theme;
      phone.media = media;
      giveBack();
    };
  });
  addEventListener("afterprint", () => back());

  /** What the panel tells: what lies over the tab, or else the scene. */
  const told = () => {
    const where = TEXTS[overlayOf(state.get()) ?? state.get().tab];
    return [...(where ? document.querySelectorAll(`${where} > ${PRINTED}`) : [])].map((node) => {
      const copy = /** @type {Element} */ (node.cloneNode(true));
      copy.removeAttribute("id");
      return copy;
    });
  };
}
