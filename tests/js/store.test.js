import assert from "node:assert/strict";
import { test } from "node:test";
import { createState } from "../../geo/page/js/state/store.js";

const INITIAL = { tab: "story", panel: "peek", legend: true, feature: null, hover: null };
const create = (options) => createState(INITIAL, options);

test("a listener runs once for a change of any of its keys, and not for others", () => {
  const state = create();
  const heard = [];
  state.on(["tab", "panel"], ({ tab, panel }) => heard.push([tab, panel]));
  state.set({ tab: "about", panel: "half" });
  state.set({ hover: "x" });
  state.set({ tab: "about" });
  assert.deepEqual(heard, [["about", "half"]]);
});

test("each listener runs once although one before it sets the state again", () => {
  const state = create();
  const heard = [];
  state.on("feature", () => state.set({ panel: "half" }));
  state.on(["feature", "panel"], ({ feature, panel }) => heard.push([feature, panel]));
  state.set({ feature: "x" });
  assert.deepEqual(heard, [["x", "half"]]);
});

test("one before it hears of what a listener sets, after all have run", () => {
  const state = create();
  const heard = [];
  state.on("panel", ({ panel }) => heard.push(`panel ${panel}`));
  state.on("feature", () => state.set({ panel: "half" }));
  state.on("feature", ({ feature, panel }) => heard.push(`feature ${feature} ${panel}`));
  state.set({ feature: "x" });
  assert.deepEqual(heard, ["feature x half", "panel half"]);
});

test("the last write wins and every listener ends on it", () => {
  const state = create();
  const last = {};
  state.on("hover", ({ hover }) => (last.first = hover));
  state.on("feature", ({ feature }) => state.set({ hover: `${feature} 1` }));
  state.on("feature", ({ feature }) => state.set({ hover: `${feature} 2` }));
  state.on("hover", ({ hover }) => (last.second = hover));
  state.set({ feature: "x" });
  assert.equal(state.get().hover, "x 2");
  assert.deepEqual(last, { first: "x 2", second: "x 2" });
});

test("what a listener sets back is no change to those that had not heard", () => {
  const state = create();
  let heard = 0;
  state.on("panel", () => state.set({ panel: "peek" }));
  state.on("panel", () => (heard += 1));
  state.set({ panel: "half" });
  assert.equal(heard, 0);
});

test("rules complete a change before anyone hears of it", () => {
  const rule = ({ panel }, before) => (panel !== before.panel ? { legend: panel === "peek" } : null);
  const state = create({ rules: [rule, ({ legend }) => ({ tab: legend ? "about" : "table" })] });
  const heard = [];
  state.on(["panel", "legend", "tab"], ({ panel, legend, tab }) => heard.push([panel, legend, tab]));
  state.set({ panel: "half" });
  assert.deepEqual(heard, [["half", false, "table"]]);
});

test("rules complete the beginning too", () => {
  const state = create({ rules: [({ panel }, before) => (panel !== before.panel ? { legend: false } : null)] });
  assert.equal(state.get().legend, false);
});

test("a listener that throws takes no other along", () => {
  const told = [];
  const state = create({ failed: (error) => told.push(error.message) });
  let heard = 0;
  state.on("tab", () => {
    throw new Error("no");
  });
  state.on("tab", () => (heard += 1));
  state.set({ tab: "about" });
  assert.deepEqual([told, heard], [["no"], 1]);
});

test("listeners that set each other off without end are stopped", () => {
  const told = [];
  const state = create({ failed: (error) => told.push(error.message) });
  state.on("hover", ({ hover }) => state.set({ hover: `${hover}x` }));
  state.set({ hover: "x" });
  assert.match(told.join(), /^listeners set each other off without end$/);
  state.set({ tab: "about" });
  assert.equal(state.get().tab, "about");
});

test("a scene cannot be changed but by setting", () => {
  const state = create();
  assert.throws(() => {
    state.get().tab = "about";
  }, TypeError);
});
