// @ts-check

/**
 * The features that a scene speaks of stand out.
 * @param {import("../page.js").Page} page
 */
export function addHighlight({ sheet, state, scenes }) {
  const show = () => {
    const ids = new Set(scenes.told(state.get())?.map.highlight);
    for (const mark of sheet.root.querySelectorAll(".mark")) {
      mark.classList.toggle("lit", ids.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on(["tab", "scene"], show);
  show();
}
