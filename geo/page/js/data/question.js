// @ts-check
/** What a course can be best by. */
export const BEST_BY = ["distance", "time", "cost"];

/** Before the id of a segment that counts as shut. */
export const SHUT = "-";

/** What stands for the best course in an address. */
export const BEST = "best";

/** Which lines may be used: all that are there, those that run, or all as if they were open. */
export const OVER_LINES = ["", "runs", "all"];

/** What the status of a segment means that is not there yet. */
export const UNBUILT = ["building", "promised"];

/** What the courses depend on, besides the day. */
export const ASKED = /** @type {const} */ (["from", "to", "by", "over", "whatif"]);
