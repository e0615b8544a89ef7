// @ts-check
import { svg } from "../dom.js";
import { parts } from "../data/read.js";
import { pathOf } from "../map/sheet.js";
import { createMarks } from "./marks.js";

/**
 * The countries and the republics above them; those that show only when they are chosen come later.
 * @param {import("../page.js").Page} page
 */
export function drawCountries(page) {
  const { sheet, atlas, state, worlds, later } = page;
  const quiet = createMarks("countries", page);
  const republics = createMarks("republics", page);
  const draw = (/** @type {import("./marks.js").Marks} */ marks, feature, kind) => {
    const d = pathOf(parts(feature).map(sheet.gridAll), true);
    marks.add(feature, [svg("path", { d, class: `country ${kind}` })]);
  };
  const countries = atlas.layers.countries ?? [];
  const [india, others] = [countries.filter(isIndia), countries.filter((f) => !isIndia(f))];
  india.forEach((feature) => draw(quiet, feature, "india"));
  (atlas.layers.republics ?? []).forEach((feature) => draw(republics, feature, "republic"));
  sheet.lay("countries", quiet.node, republics.node);
  const light = () => {
    const { body, date } = state.get();
    for (const mark of [...quiet.node.children, ...republics.node.children]) {
      const [{ is }] = atlas.byId.get(mark.getAttribute("data-id") ?? "") ?? [];
      const standing = body ? worlds(date).standing(is.iso_a3, body) : "none";
      mark.classList.toggle("member", ["founder", "member"].includes(standing));
      mark.classList.toggle("nearly", ["observer", "applied", "unknown"].includes(standing));
    }
  };
  state.on(["body", "date"], light);
  later.push(() => {
    others.forEach((feature) => draw(quiet, feature, "quiet"));
    light();
  });
}

/** @param {import("../data/read.js").Feature} feature */
export function isIndia({ is }) {
  return is.iso_a3 === "IND";
}

/**
 * The republics and India.
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {Set<string>} two letters each
 */
export function partnersOf({ layers }) {
  const countries = [...(layers.republics ?? []), ...(layers.countries ?? []).filter(isIndia)];
  return new Set(countries.map(({ is }) => is.iso_a2));
}

/**
 * Boundary lines, once each, by what they are; the republics' edge above.
 * @param {import("../page.js").Page} page
 */
export function drawBorders({ sheet, atlas, state, filter }) {
  const group = svg("g", { class: "borders", "aria-hidden": "true" });
  const drawn = (atlas.layers.borders ?? []).map((feature) => {
    const d = pathOf(parts(feature).map(sheet.gridAll));
    const line = svg("path", { d, class: `border ${feature.is.border}`, "data-border": feature.id });
    group.append(line);
    return { feature, line };
  });
  state.on("hidden", () => {
    drawn.forEach(({ feature, line }) => line.toggleAttribute("data-off", !filter.shown(feature)));
  });
  sheet.lay("borders", group);
}
