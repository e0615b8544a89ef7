// @ts-check

/** So much is kept: who zooms in comes out again. */
const KEPT = 4;

/**
 * What was made last, by key.
 * @template T
 * @returns {(key: string, make: () => T) => T}
 */
export function createMemory() {
  /** @type {Map<string, T>} */
  const known = new Map();
  return (key, make) => {
    const made = known.has(key) ? /** @type {T} */ (known.get(key)) : make();
    known.delete(key);
    known.set(key, made);
    for (const first of known.keys()) if (known.size > KEPT) known.delete(first);
    return made;
  };
}

/**
 * @template T
 * @param {() => T} make
 * @returns {() => T} makes it at the first call
 */
export function lazily(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}

/**
 * What is made of a thing, once of each.
 * @template {object} K
 * @template T
 * @param {(thing: K) => T} make
 * @returns {(thing: K) => T}
 */
export function onceOf(make) {
  /** @type {WeakMap<K, T>} */
  const known = new WeakMap();
  return (thing) => {
    const made = known.get(thing);
    if (made !== undefined) return made;
    const fresh = make(thing);
    known.set(thing, fresh);
    return fresh;
  };
}
