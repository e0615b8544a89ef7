import assert from "node:assert/strict";
import { test } from "node:test";
import { taken } from "../../geo/page/js/data/course.js";
import { createCourses } from "../../geo/page/js/data/courses.js";
import { createRouter, legsOfAtlas } from "../../geo/page/js/data/router.js";

const segment = (id, from, to, km, more = {}) => ({
  id, layer: {}, is: { from_place: from, to_place: to, iso_from: "AA", iso_to: "AA", len_km: km, mode: "rail", status: "runs", ...more },
});
const [straight, strait, round, link, promised] = [
  segment("straight", "a", "b", 10),
  segment("strait", "b", "c", 10, { passages: "narrows" }),
  segment("round", "b", "c", 50),
  segment("link", "c", "d", 5),
  segment("promised", "b", "d", 40, { status: "promised" }),
];
const features = [straight, strait, round, link, promised];
const way = (id, segments, stops, gaps = []) => ({ id, layer: {}, branch: id, segments, stops, gaps, breaks: [], others: [] });
const atlas = {
  layers: [{ shape: "network", features }],
  along: features.map(() => "AA"),
  ways: [way("first", [straight, strait], ["a", "b", "c"]), way("second", [straight, round], ["a", "b", "c"])],
  values: { mode: { rail: { on: "land" } }, status: { runs: { meaning: "runs" }, promised: { meaning: "promised" } } },
};
const speed = { quantity: "speed", mode: "", place: "", low: 5, high: 10, countries: "", sources: "s", evidence: "measured" };
const courses = createCourses(atlas, createRouter(legsOfAtlas(atlas), [speed]), () => ({ at: (feature) => feature }));
const scene = { tab: "ways", date: "2026-01-01", from: "a", to: "d", by: "distance", over: "", whatif: new Set(), way: null };
const told = (asked) => courses.between({ ...scene, ...asked }).map(({ key, km, cut }) => [key, km, cut.map(({ feature }) => feature.id)]);

test("a way leads on over segments of no way, by the best of those that may be used", () => {
  assert.deepEqual(told({ to: "c" }), [["first", 20, []], ["second", 55, []]]);
  assert.deepEqual(told({ over: "runs" }), [["first", 25, []], ["second", 65, []]]);
  assert.deepEqual(told({}), [["first", 25, []], ["second", 50, []]]);
  assert.deepEqual(told({ over: "runs", whatif: new Set(["promised"]) }), [["first", 25, []], ["second", 50, []]]);
  assert.deepEqual(told({ to: "a" }), []);
});

test("what is shut cuts a way, which stays and says where", () => {
  const asked = { over: "runs", whatif: new Set(["narrows"]) };
  assert.deepEqual(told(asked), [["second", 65, []], ["first", 25, ["strait"]]]);
});

test("time is a range, and the course that is open is found by its way", () => {
  const open = courses.open({ ...scene, to: "c", way: "first" });
  assert.deepEqual(taken(open, "time"), { low: 2, high: 4 });
  assert.equal(courses.open({ ...scene, tab: "about", way: "first" }), undefined);
});
