// @ts-check
import { svg } from "../../dom.js";
import { meets } from "../../map/boxes.js";

/**
 * The numbers of circles over which something lies, written once more above that; but a pile that is open lies above all.
 * @param {import("../../page.js").Page} page
 * @returns {(isCovered: (box: import("../../map/boxes.js").Box) => boolean) => void}
 */
export function createCounts({ sheet, drawn }) {
  const group = sheet.layGroup("events", "tally");
  sheet.onZoom(() => group.replaceChildren());
  return (isCovered) => {
    const covered = drawn.crowds().filter(({ box }) => isCovered(box) && !meets(box, drawn.piles.fan()));
    group.replaceChildren(...covered.flatMap(({ counts }) => counts).map(({ text, x, y, isSoft }) => {
      return svg("text", { x, y, class: isSoft && "soft" }, [text]);
    }));
  };
}
