import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../geo/page/js/data/memory.js";

test("what was made last is not made again, and what was made long ago is", () => {
  const [recall, made] = [createMemory(), /** @type {string[]} */ ([])];
  const ask = (/** @type {string} */ key) => recall(key, () => made.push(key));
  for (const key of "abab") ask(key);
  assert.deepEqual(made.join(""), "ab");
  for (const key of "cdeabe") ask(key);
  assert.deepEqual(made.join(""), "abcdeab");
});
