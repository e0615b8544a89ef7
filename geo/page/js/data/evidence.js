// @ts-check
import { codedIn } from "./layers.js";
import { lazily } from "./memory.js";
import { listed } from "./read.js";

/**
 * What may be asked of the evidence of a feature, with the answers, each in its grade.
 * @type {Record<string, Record<string, string>>}
 */
export const QUESTIONS = {
  age: { year: "best", three: "good", ten: "fair", older: "poor", undated: "none" },
  weight: { primary: "best", secondary: "good", weak: "poor", unsaid: "none" },
  dispute: { agree: "best", differ: "poor", single: "none" },
};

/** Up to how many years old the newest source is. @type {[string, number][]} */
const AGES = [["year", 1], ["three", 3], ["ten", 10], ["older", Infinity]];

/**
 * What features rest on.
 * @typedef {ReturnType<typeof createEvidence>} Evidence
 */

/** @param {import("./read.js").Atlas} atlas */
export function createEvidence({ sources, quantities, claims, edition }) {
  /** A data set that tells where something is says nothing else of it, unless there is nothing else. */
  const sourcesOf = ({ is }) => {
    const all = listed(is.sources).flatMap((id) => sources.get(id) ?? []);
    const telling = all.filter(({ kind }) => kind !== "dataset");
    return telling.length ? telling : all;
  };
  const newestFirst = (/** @type {any[]} */ rows) => [...rows].sort((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  const heaviest = (/** @type {any[]} */ rows) => Object.keys(QUESTIONS.weight).find((weight) => rows.some((row) => row.weight === weight));
  const [year, rest] = [Number(edition.date.slice(0, 4)), edition.date.slice(4)];
  const isWithin = (/** @type {string} */ date, /** @type {number} */ years) => years === Infinity || date >= `${year - years}${rest}`;
  /** The figures in print of which there are several, by what they measure. */
  const compared = lazily(() => quantities.map((quantity) => {
    const printed = claims.filter((claim) => claim.quantity === quantity.id);
    return { quantity, printed, of: new Set(listed(quantity.features)) };
  }).filter(({ printed }) => printed.length > 1));
  const figures = (/** @type {import("./read.js").Feature} */ { id }) => compared().filter(({ of }) => of.has(id));
  const differ = ({ printed }) => new Set(printed.map(({ low, high }) => `${low} ${high}`)).size > 1;
  /** @type {Record<string, (feature: import("./read.js").Feature) => string>} */
  const answers = {
    age: (feature) => {
      const [{ date } = { date: null }] = newestFirst(sourcesOf(feature));
      return (date && AGES.find(([, years]) => isWithin(date, years))?.[0]) || "undated";
    },
    weight: (feature) => heaviest(sourcesOf(feature)) ?? "unsaid",
    dispute: (feature) => {
      const known = figures(feature);
      return known.some(differ) ? "differ" : known.length ? "agree" : "single";
    },
  };
  return {
    /** @param {string} question @param {import("./read.js").Feature} feature */
    answer: (question, feature) => answers[question](feature),
    /** Which of the answers of a question each row of a layer of many has; what names no sources has one past the last.
     * @param {string} question @param {import("./read.js").Layer} layer */
    answersIn: (question, layer) => {
      const names = Object.keys(QUESTIONS[question]);
      const answer = (/** @type {any} */ feature) => (feature.is.sources ? names.indexOf(answers[question](feature)) : names.length);
      if (question === "dispute") return Uint8Array.from(layer.features, answer);
      const { of, at } = codedIn(layer, "sources");
      const known = of.map((sources) => answer({ is: { sources } }));
      return Uint8Array.from(at, (n) => known[n]);
    },
    /** The source that tells most: the newest, of the weightiest if that was asked.
     * @param {string} question @param {import("./read.js").Feature} feature
     * @returns {import("../tables.js").SourceRow | undefined} */
    telling: (question, feature) => {
      const all = newestFirst(sourcesOf(feature));
      return question === "weight" ? all.find(({ weight }) => weight === heaviest(all)) ?? all[0] : all[0];
    },
    /** Figures that sources print differently. @param {import("./read.js").Feature} feature */
    disputed: (feature) => figures(feature).filter(differ),
  };
}
