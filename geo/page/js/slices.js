// @ts-check
import { attempt } from "./failure.js";

/** Work keeps the page so long at a time: no frame of a motion is late for it. */
const SLICE_MS = 4;

/**
 * Work that is done all at once, or in slices between which a reader may go on.
 * @param {() => void} [finish] what of a part would else be put off, so that its time counts
 */
export function createWork(finish = () => {}) {
  let timer = 0;
  /** @type {Generator<void, void> | null} */
  let rest = null;
  /** @param {number} ms */
  const goOn = (ms) => {
    const [ends, parts] = [performance.now() + ms, rest];
    rest = null;
    if (!parts) return;
    do {
      if (parts.next().done) return;
      if (ms < Infinity) finish();
    } while (performance.now() < ends);
    later(parts);
  };
  /** @param {Generator<void, void>} parts */
  const later = (parts) => {
    rest = parts;
    timer = setTimeout(() => attempt(() => goOn(SLICE_MS)));
  };
  const stop = () => {
    clearTimeout(timer);
    rest = null;
  };
  return {
    /** Begin, and leave what was begun before. @param {Generator<void, void>} parts @param {boolean} isWhole all at once */
    begin(parts, isWhole) {
      stop();
      if (!isWhole) return later(parts);
      rest = parts;
      goOn(Infinity);
    },
    stop,
    isGoing: () => Boolean(rest),
  };
}
