// @ts-check
import { setChildren, svg } from "../../dom.js";
import { featuresIn, ofShape } from "../../data/layers.js";
import { position } from "../../data/read.js";
import { frameOf, meets } from "../../map/boxes.js";
import { pathOf } from "../../map/sheet.js";
import { namesLanguage } from "../../text/names.js";
import { strokeOf } from "../network.js";
import { pointSign } from "../signs.js";

/** Width and height of a lens, and how much of the window it may be wide. */
const LENS_PX = [190, 150];
const MOST_OF_WINDOW = 0.36;
/** What is tried of that, the largest first: rather a small lens than none. */
export const LENS_SIZES = [1, 0.75, 0.5];
/** It shows its feature with so much of itself left free around it, and never closer than so many steps. */
const AIR = 0.17;
const CLOSEST = 4000;
/** It is there while it shows its feature so many times larger than the map does. */
const LARGER = 1.35;
const END_NAME_PX = 9;
/** About so wide is a letter; a name without room beside its sign stands towards the middle of the lens. */
const GLYPH_PX = 6.4;
const INWARDS_PX = 15;

/** @typedef {import("./lettering.js").Lettering} Lettering */

/**
 * What shows a feature large beside the map, where the map shows it small: the same ground, the
 * lines of networks there, and the ends of the feature by name.
 * @param {import("../../page.js").Page} page
 */
export function createLens({ atlas, sheet, texts, state, filter }) {
  const courses = featuresIn(ofShape(atlas, "network")).map((feature) => {
    const lines = sheet.shapeOf(feature);
    return { feature, lines, box: frameOf(lines) };
  });
  let drawn = { key: "", picture: /** @type {SVGElement[]} */ ([]), node: svg("svg") };

  /**
   * A callout with a picture of its feature above; the callout alone where the map is large enough.
   * @param {import("../../data/read.js").Feature} feature
   * @param {Lettering} callout
   * @param {number} size how much of its usual size it has
   * @returns {Lettering}
   */
  return (feature, callout, size) => {
    const share = Math.min(1, (innerWidth * MOST_OF_WINDOW) / LENS_PX[0]) * size;
    const [width, height] = [Math.max(LENS_PX[0] * share, callout.width), LENS_PX[1] * share];
    const [x0, y0, x1, y1] = frameOf(sheet.shapeOf(feature));
    const scale = (1 - 2 * AIR) * Math.min(width / Math.max(CLOSEST, x1 - x0), height / Math.max(CLOSEST, y1 - y0));
    if (scale < LARGER * sheet.pixelsPerStep()) return callout;
    const [left, top] = [(x0 + x1 - width / scale) / 2, (y0 + y1 - height / scale) / 2];
    const seen = [[left, top, left + width / scale, top + height / scale]];
    const near = courses.flatMap(({ feature: each, lines, box }) => {
      const segment = meets(box, seen) && filter.shown(each);
      return segment ? [{ segment, lines }] : [];
    });
    const names = namesLanguage(state.get());
    const key = [feature.id, width, height, callout.height, names, ...near.map(({ segment: { id, is } }) => id + is.status)].join();
    if (key !== drawn.key) {
      const segments = near.map(({ segment, lines }) => {
        const d = pathOf(lines);
        const stroke = strokeOf(segment, segment.is.status, atlas, d);
        if (segment.id === feature.id) {
          stroke.classList.add("lit");
          stroke.prepend(svg("path", { class: "hit", d }));
        }
        return stroke;
      });
      const ends = [feature.is.from_place, feature.is.to_place].flatMap((id) => atlas.byId.get(id)?.[0] ?? []);
      const signs = ends.flatMap((end) => {
        const [x, y] = sheet.grid(...position(end)).map((value, i) => (value - [left, top][i]) * scale);
        const { text, lang } = texts.nameIn(end, names);
        const isLeft = x < width / 2;
        const fits = END_NAME_PX + text.length * GLYPH_PX < (isLeft ? width - x : x);
        const side = isLeft === fits ? "start" : "end";
        const beside = fits ? x + (isLeft ? END_NAME_PX : -END_NAME_PX) : isLeft ? width - 4 : 4;
        const inwards = fits ? 0 : y < height / 2 ? INWARDS_PX : -INWARDS_PX;
        return [
          svg("g", { transform: `translate(${x} ${y})` }, [pointSign(end.layer, end.is, atlas)]),
          svg("text", { class: `label told ${side}`, x: beside, y: y + 4 + inwards, lang }, [text]),
        ];
      });
      const whole = `matrix(${scale} 0 0 ${scale} ${-left * scale} ${-top * scale})`;
      const box = { x: -width / 2, y: -(height + callout.height) / 2, width };
      const picture = [
        svg("rect", { class: "note", ...box, height: height + callout.height }),
        svg("svg", { class: "lens", ...box, height }, [
          svg("rect", { class: "ocean", width, height }),
          svg("g", { transform: whole }, [...sheet.copyGround(), ...segments]),
          ...signs,
        ]),
        svg("rect", { class: "lens-frame", ...box, height }),
      ];
      drawn = { key, picture, node: svg("svg", { class: "callout" }) };
    }
    callout.node.setAttribute("x", "0");
    callout.node.setAttribute("y", String(height / 2));
    setChildren(drawn.node, [...drawn.picture, callout.node]); // another scene may tell of the same
    return { ...callout, node: drawn.node, width, height: height + callout.height };
  };
}
