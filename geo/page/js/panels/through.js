// @ts-check
import { element, linkButton } from "../dom.js";

/**
 * The ways on which a place or a segment lies, and how far along each a place is.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing for what lies on none
 */
export function through({ id, layer }, page) {
  const { atlas, texts, wayTexts } = page;
  const isSegment = layer.shape === "network";
  const stop = wayTexts.stopFor(id);
  const own = atlas.ways.filter(({ stops, segments, gaps, others }) => {
    const all = [...segments, ...others, ...gaps.map(({ feature }) => feature)];
    return isSegment ? all.some((each) => each.id === id) : stops.includes(stop);
  });
  if (!own.length) return [];
  const items = own.map((way) => {
    const { stops, segments } = way;
    const at = stops.indexOf(stop);
    const last = stops.length - 1;
    const link = linkButton(`way-${way.id}`, wayTexts.way(way), () => open(page, { way: way.id, to: at > 0 && at < last ? stop : null }));
    if (isSegment) return element("li", {}, [link]);
    const km = (/** @type {import("../data/read.js").Feature[]} */ some) =>
      texts.kilometres(Math.round(some.reduce((sum, { is }) => sum + is.len_km, 0)));
    const told = [
      ...(at > 0 ? [texts.say("ways.from_start", { km: km(segments.slice(0, at)), place: wayTexts.stop(stops[0]) })] : []),
      ...(at < last ? [texts.say("ways.to_end", { km: km(segments.slice(at)), place: wayTexts.stop(stops[last]) })] : []),
    ];
    return element("li", {}, [link, element("span", { class: "origin" }, [told.join("; ")])]);
  });
  const by = isSegment ? texts.say("ways.of") : stop === id ? texts.say("ways.through") : texts.say("ways.near", { place: wayTexts.stop(stop) });
  return [element("section", { class: "through" }, [element("h3", {}, [by]), element("ul", { class: "sources" }, items)])];
}

/**
 * Show a way in its tab.
 * @param {import("../page.js").Page} page
 * @param {{way: string, to: string | null}} wanted
 */
function open({ state, scenes }, wanted) {
  state.set({ ...scenes.left(state.get()), tab: "ways", from: null, feature: null, fan: null, view: null, sought: null, ...wanted });
}
