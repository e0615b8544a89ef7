// @ts-check
import { byId, element } from "../dom.js";
import { comparison } from "./change.js";

/** The room for the map on an A4 page turned sideways, at 96 pixels to the inch. */
const PAGE_PX = { width: 830, height: 670 };

/**
 * One page of paper: the map as it is seen, in light colours, with the legend, the day and the
 * sources.
 * @param {import("../page.js").Page} page
 */
export function addPrint(page) {
  const { atlas, texts, state } = page;
  const head = byId("print-head");
  const root = document.documentElement;
  let theme = root.dataset.theme;
  addEventListener("beforeprint", () => {
    const { width, height } = byId(atlas.map).getBoundingClientRect();
    const fit = Math.min(PAGE_PX.width / width, PAGE_PX.height / height);
    for (const [name, value] of Object.entries({ width: `${width}px`, height: `${height}px`, fit })) {
      root.style.setProperty(`--print-${name}`, String(value));
    }
    ({ theme } = root.dataset);
    root.dataset.theme = "light";
    const { version, date } = atlas.edition;
    head.replaceChildren(
      element("strong", {}, [texts.say("page.title")]),
      element("span", {}, [
        texts.say("picture.date", { date: texts.day(state.get().date), data: texts.day(date), version }),
        " · ",
        ...[comparison(page)].filter(Boolean).map((text) => `${text} · `),
        texts.say("picture.view", { view: texts.word("worldview", atlas.view.worldview) }),
      ]),
    );
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = theme;
    head.replaceChildren();
  });
}
