// @ts-check
/** What stands for a country outside of all. */
export const AT_SEA = "sea";

/**
 * @typedef {import("./read.js").Feature} Feature
 * @typedef {{country: string, km: number, at: string[]}} Part of a segment, in one country; the
 *   places of the borders at its beginning and its end, as far as it has any
 * @typedef {{feature: Feature, from: number, to: number}} Gap between two stops
 * @typedef {{place: string, gauges: string[], from: number, to: number}} Break of gauge
 */

/**
 * A way along a network from end to end: `stops` are ids of places, one more than `segments`.
 * @typedef {object} Way
 * @property {string} id
 * @property {import("./read.js").Layer} layer
 * @property {string} branch
 * @property {Feature[]} segments in the order of travel
 * @property {string[]} stops
 * @property {Part[][]} parts of each segment
 * @property {Gap[]} gaps
 * @property {Break[]} breaks
 * @property {Feature[]} others lines of the branch that lead another way, or aside
 */

/**
 * The ways of an atlas as the build followed them.
 * @param {any[]} packed
 * @param {import("./read.js").Layer[]} layers
 * @returns {Way[]}
 */
export function readWays(packed, layers) {
  return packed.map(({ id, branch, start, parts, crossings, ...told }) => {
    const layer = /** @type {import("./read.js").Layer} */ (layers.find((each) => each.id === told.layer));
    const features = (/** @type {number[]} */ rows) => rows.map((row) => layer.features[row]);
    const segments = features(told.segments);
    const stops = [start];
    segments.forEach(({ is }) => stops.push(is.from_place === stops.at(-1) ? is.to_place : is.from_place));
    const borders = [...crossings];
    /** @type {Part | undefined} */
    let last;
    const ofSegment = (/** @type {string | any[]} */ countries, /** @type {number} */ i) => {
      const pairs = typeof countries === "string" ? [countries, segments[i].is.len_km] : countries;
      return Array.from({ length: pairs.length / 2 }, (_, k) => {
        const part = { country: pairs[2 * k], km: pairs[2 * k + 1], at: ["", ""] };
        if (last && isBorder(last, part)) part.at[0] = last.at[1] = borders.shift();
        return (last = part);
      });
    };
    return {
      id, branch, layer, segments, stops,
      parts: parts.map(ofSegment),
      gaps: told.gaps.map(([row, from, to]) => ({ feature: layer.features[row], from, to })),
      breaks: told.breaks.map(([place, before, after, from, to]) => ({ place, gauges: [before, after], from, to })),
      others: features(told.others),
    };
  });
}

/** @param {Part} before @param {Part} after */
export function isBorder(before, after) {
  return before.country !== after.country && ![before.country, after.country].includes(AT_SEA);
}
