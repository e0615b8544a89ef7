// @ts-check
import { isListed } from "../data/kinds.js";
import { listedEvents, partnersOf, tablesOf } from "../data/layers.js";
import { byId, isPlainKey, pushButton } from "../dom.js";

/**
 * The tabs of the panel, each with a section of its own, but for those with nothing to show.
 * @param {import("../data/read.js").Atlas} atlas
 */
export function tabsOf(atlas) {
  const filled = {
    story: atlas.story.length > 0,
    explore: Boolean(partnersOf(atlas)) || listedEvents(atlas).some(({ rhythm }) => rhythm),
    ways: atlas.ways.length > 0,
    table: tablesOf(atlas).length > 0,
    about: true,
  };
  const tabs = /** @type {const} */ (["story", "explore", "ways", "table", "about"]);
  return tabs.filter((tab) => filled[tab]);
}

/** What may lie over a tab. */
const OVERLAYS = ["details", "change", "listing"];

/** What lies over the tab now. @param {import("../state/store.js").Scene} scene */
export function overlayOf({ feature, then, sought }) {
  return feature !== null ? "details" : then !== null ? "change" : isListed(sought) ? "listing" : null;
}

/**
 * The tabs: one is shown, unless the details of a feature, what differs between two days, or a list that was asked for, lie over it.
 * @param {import("../page.js").Page} page
 */
export function addTabs({ atlas, texts, state, scenes: { beginning } }) {
  const list = byId("tabs");
  const tabs = tabsOf(atlas);
  const buttons = tabs.map((tab) => pushButton({ id: `tab-${tab}`, role: "tab" }, [], () => {
    const { tab: before, scene, panel, sought } = state.get();
    const open = { panel: panel === "peek" ? "half" : panel, feature: null, fan: null, then: null, ...(isListed(sought) ? { sought: null } : {}) };
    const turns = tab !== before && (tab === "story" || before === "story");
    state.set({ ...(turns ? beginning(tab, scene) : { tab }), ...open });
  }));
  list.append(...buttons);
  list.addEventListener("keydown", (event) => {
    if (!isPlainKey(event)) return;
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const target = {
      ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1,
    }[event.key];
    if (at < 0 || target === undefined) return;
    const button = buttons[target % tabs.length];
    button.click();
    button.focus();
  });

  const show = () => {
    const { tab } = state.get();
    const over = overlayOf(state.get());
    tabs.forEach((name, i) => {
      const chosen = name === tab;
      buttons[i].setAttribute("aria-selected", String(chosen));
      buttons[i].tabIndex = chosen ? 0 : -1;
      buttons[i].setAttribute("aria-controls", (chosen && over) || name);
      byId(name).hidden = !chosen || over !== null;
    });
    OVERLAYS.forEach((name) => (byId(name).hidden = name !== over));
    byId("panel").dataset.tab = over ?? tab;
  };
  const say = () => tabs.forEach((name, i) => (buttons[i].textContent = texts.say(`tab.${name}`)));
  let shown = "";
  state.on(["tab", "feature", "then", "sought"], (scene) => {
    const now = `${scene.tab} ${scene.feature} ${overlayOf(scene)}`;
    if (now === shown) return; // another day is compared
    shown = now;
    show();
    byId("panel-body").scrollTo(0, 0);
  });
  state.on("lang", say);
  say();
  show();
}
