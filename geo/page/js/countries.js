// @ts-check
import { svg } from "./dom.js";
import { parts } from "./data.js";
import { pathOf } from "./sheet.js";
import { isShown } from "./filter.js";
import { createMarks } from "./marks.js";

/**
 * The countries and the republics above them.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @returns {() => void} draws the rest: countries that show only when they are chosen
 */
export function drawCountries(sheet, atlas, texts) {
  const quiet = createMarks("countries", texts.say("layer.countries"));
  const republics = createMarks("republics", texts.say("layer.republics"));
  const draw = (/** @type {import("./marks.js").Marks} */ marks, feature, kind) => {
    const d = pathOf(parts(feature).map(sheet.gridAll), true);
    marks.add(feature, texts.name(feature), [svg("path", { d, class: `country ${kind}` })]);
  };
  const countries = atlas.layers.countries ?? [];
  const [india, others] = [countries.filter(isIndia), countries.filter((f) => !isIndia(f))];
  india.forEach((feature) => draw(quiet, feature, "india"));
  (atlas.layers.republics ?? []).forEach((feature) => draw(republics, feature, "republic"));
  sheet.world.append(quiet.node, republics.node);
  return () => others.forEach((feature) => draw(quiet, feature, "quiet"));
}

/** @param {import("./data.js").Feature} feature */
export function isIndia({ is }) {
  return is.iso_a3 === "IND";
}

/**
 * The republics and India.
 * @param {import("./data.js").Atlas} atlas
 * @returns {Set<string>} two letters each
 */
export function partnersOf({ layers }) {
  const countries = [...(layers.republics ?? []), ...(layers.countries ?? []).filter(isIndia)];
  return new Set(countries.map(({ is }) => is.iso_a2));
}

/**
 * Boundary lines, once each, by what they are; the republics' edge above.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./state.js").State} state
 */
export function drawBorders(sheet, atlas, state) {
  const group = svg("g", { class: "borders", "aria-hidden": "true" });
  const drawn = (atlas.layers.borders ?? []).map((feature) => {
    const d = pathOf(parts(feature).map(sheet.gridAll));
    const line = svg("path", { d, class: `border ${feature.is.border}`, "data-border": feature.id });
    group.append(line);
    return { feature, line };
  });
  state.on("hidden", (scene) => {
    drawn.forEach(({ feature, line }) => line.toggleAttribute("data-off", !isShown(feature, scene)));
  });
  sheet.world.append(group);
}
