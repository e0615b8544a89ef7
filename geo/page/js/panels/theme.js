// @ts-check
import { byId } from "../dom.js";

/** Half of the brightest, red, green and blue together. */
const HALF = 382;

/**
 * Light and dark: after what lies around the page, in a frame, or the reader's system, until the switch is used.
 * @param {import("../page.js").Page} page
 */
export function addThemeSwitch({ state, texts }) {
  const button = byId("theme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const { theme } = state.get();
    return theme === "auto" ? (isDarkAround() ?? system.matches) : theme === "dark";
  };
  const show = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    button.setAttribute("aria-label", texts.say(isDark() ? "theme.to_light" : "theme.to_dark"));
  };
  button.addEventListener("click", () => state.set({ theme: isDark() ? "light" : "dark" }));
  system.addEventListener("change", show);
  watchAround(show);
  state.on("theme", show);
  state.on("lang", show);
  show();
}

/**
 * Whether the page around this frame is dark, as a notebook may be on a light system: its words are light then.
 * @returns {boolean | null} null without a frame, or in one of another origin
 */
function isDarkAround() {
  const { frameElement } = window;
  const { color = "" } = frameElement?.ownerDocument.defaultView?.getComputedStyle(frameElement) ?? {};
  const [red, green, blue] = (/^rgba?\((.*)\)/.exec(color)?.[1] ?? "").split(",").map(Number);
  return blue === undefined ? null : red + green + blue > HALF;
}

/** Pages tell their theme by attributes of their body or root. @param {() => void} changed */
function watchAround(changed) {
  const around = window.frameElement?.ownerDocument;
  if (!around) return;
  const observer = new MutationObserver(changed);
  for (const node of [around.documentElement, around.body]) observer.observe(node, { attributes: true });
  // A cell that is run again leaves nothing of its frame behind.
  addEventListener("pagehide", () => observer.disconnect());
}
