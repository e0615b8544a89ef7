// @ts-check

/**
 * The features that a scene speaks of stand out.
 * @param {SVGElement} root the sheet
 * @param {import("../state/store.js").State} state
 * @param {import("../state/scenes.js").Scenes} scenes
 */
export function addHighlight(root, state, scenes) {
  const show = () => {
    const ids = new Set(scenes.told(state.get())?.map.highlight);
    for (const mark of root.querySelectorAll(".mark")) {
      mark.classList.toggle("lit", ids.has(mark.getAttribute("data-id") ?? ""));
    }
  };
  state.on(["tab", "scene"], show);
  show();
}
