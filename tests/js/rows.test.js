import assert from "node:assert/strict";
import { test } from "node:test";
import { createRows } from "../../geo/page/js/data/rows.js";

const cells = { name: ["Depot 2", "Склад – 7", "Depot 10", "Depot 2"], kind: { of: [null, "rail", "road"], at: Uint8Array.of(1, 2, 0, 1) }, km: [20, 3, 100, 7] };
const features = cells.name.map((name, n) => ({ is: { name, kind: cells.kind.of[cells.kind.at[n]], km: cells.km[n] } }));
const rows = createRows({ cells, features }, (column, { is }) => String(is[column] ?? ""));
const { compare } = new Intl.Collator("en", { numeric: true });

test("rows of many are found by words of any column, whether its values are told once or with each row", () => {
  assert.deepEqual([...rows.matching("depot 2", ["name", "kind"])], [4, 0, 0, 4]);
  assert.deepEqual([...rows.matching("rail depot", ["name", "kind"])], [1, 0, 0, 1]);
  assert.deepEqual([...rows.matching("склад 7", ["name"])], [0, 4, 0, 0]);
  assert.equal(rows.told("kind", 1), "road");
});

test("rows of many are sorted by a column, alike ones as they stand, empty ones last", () => {
  assert.deepEqual([...rows.sorted("name", { compare, down: false })], [0, 3, 2, 1]);
  assert.deepEqual([...rows.sorted("name", { compare, down: true })], [1, 2, 0, 3]);
  assert.deepEqual([...rows.sorted("kind", { compare, down: false })], [0, 3, 1, 2]);
  assert.deepEqual([...rows.sorted("kind", { compare, down: true })], [1, 0, 3, 2]);
  assert.deepEqual([...rows.sorted("km", { down: false })], [1, 3, 0, 2]);
});
