// @ts-check
import { byId } from "../dom.js";

/** What can be closed, by the ids of the nodes: what lies on top comes first. */
const CLOSABLE = ["found", "milestone", "details", "change", "listing"];

/**
 * Escape closes what lies on top, wherever the focus is, and nothing beneath it.
 * @param {import("../page.js").Page} page
 */
export function addEscape({ state, closers }) {
  addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key !== "Escape" || defaultPrevented) return;
    state.set({ hover: null });
    const top = CLOSABLE.find((id) => closers[id] && !byId(id).hidden);
    if (top) closers[top]();
    else state.set({ fan: null });
  });
}
