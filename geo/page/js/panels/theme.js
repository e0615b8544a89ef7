// @ts-check
import { byId } from "../dom.js";

/**
 * Light and dark: after the reader's system until the switch is used.
 * @param {import("../page.js").Page} page
 */
export function addThemeSwitch({ state, texts }) {
  const button = byId("theme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => {
    const { theme } = state.get();
    return theme === "auto" ? system.matches : theme === "dark";
  };
  const show = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    button.setAttribute("aria-label", texts.say(isDark() ? "theme.to_light" : "theme.to_dark"));
  };
  button.addEventListener("click", () => state.set({ theme: isDark() ? "light" : "dark" }));
  system.addEventListener("change", show);
  state.on("theme", show);
  state.on("lang", show);
  show();
}
