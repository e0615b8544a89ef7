// @ts-check
/** @typedef {import("./read.js").Feature} Feature */
/** @typedef {import("./ways.js").Way} Way */
/** @typedef {import("./router.js").Leg} Leg */

/**
 * The ways that each segment is on, and those that lack it; what is neither joins all of them.
 * @typedef {ReturnType<typeof indexWays>} WayIndex
 */

/** @param {Way[]} ways */
export function indexWays(ways) {
  /** @type {Map<string, {on: Way[], lacking: Way[]}>} */
  const waysOf = new Map();
  for (const way of ways) {
    const note = (/** @type {Feature} */ { id }, /** @type {"on" | "lacking"} */ role) => {
      if (!waysOf.has(id)) waysOf.set(id, { on: [], lacking: [] });
      waysOf.get(id)?.[role].push(way);
    };
    [...way.segments, ...way.others].forEach((feature) => note(feature, "on"));
    way.gaps.forEach(({ feature }) => note(feature, "lacking"));
  }
  return {
    /** Which legs may be used along a way, as a reader asks.
     * @param {Way} way @param {Pick<import("../state/store.js").Scene, "over" | "whatif">} scene @returns {(leg: Leg) => boolean} */
    isOn: (way, { over, whatif }) => ({ id }) => {
      const own = waysOf.get(id);
      return !own || own.on.includes(way) || (own.lacking.includes(way) && (over === "all" || whatif.has(id)));
    },
    /** Whether legs are along ways at all. @param {Leg[]} legs */
    isAlong: (legs) => legs.some(({ id }) => waysOf.has(id)),
    /** Along which ways legs run, one after the other. @param {Leg[]} legs */
    runsOf: (legs) => {
      /** @type {import("./course.js").Course["runs"]} */
      const runs = [];
      for (const { id, start } of legs) {
        const own = waysOf.get(id);
        if (!own) continue;
        const last = runs[runs.length - 1];
        const all = [...own.on, ...own.lacking];
        const common = last?.ways.filter((way) => all.includes(way)) ?? [];
        if (common.length) last.ways = common;
        else runs.push({ ways: all, start });
      }
      return runs;
    },
  };
}
