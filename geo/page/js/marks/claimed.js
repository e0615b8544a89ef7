// @ts-check
import { svg } from "../dom.js";
import { pathOf } from "../map/sheet.js";

const HATCH_PX = 7;

/**
 * Areas that more than one claims, hatched. The hatch keeps its width on the screen: it is scaled
 * back once for each zoom and moves with the ground in between.
 * @param {import("../page.js").Page} page
 */
export function drawClaimed({ sheet, atlas, state, filter }) {
  const areas = atlas.ground.areas ?? [];
  if (!areas.length) return;
  const stripe = svg("rect", { width: HATCH_PX, height: 1, class: "stripe" });
  const pattern = svg("pattern", {
    id: "hatch", patternUnits: "userSpaceOnUse", width: HATCH_PX, height: HATCH_PX,
  }, [stripe]);
  const group = sheet.layGroup("claimed", "claimed", [svg("defs", {}, [pattern])]);
  group.append(...areas.map((feature) => {
    return svg("path", { d: pathOf(sheet.shapeOf(feature), true), "data-area": feature.id });
  }));
  const show = () => group.toggleAttribute("data-off", !filter.showsClaimed());
  state.on("hidden", show);
  show();
  sheet.onZoom(() => {
    pattern.setAttribute("patternTransform", `scale(${1 / sheet.pixelsPerStep()}) rotate(-45)`);
  });
}

/** What the hatch looks like. */
export function claimedSign() {
  const lines = Array.from({ length: 5 }, (_, i) => `M${2 + i * 5} 14l12-12`);
  return svg("path", { d: lines.join(""), class: "hatch" });
}
