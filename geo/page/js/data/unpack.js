// @ts-check

/** A length of which four bits tell goes on behind them if they are all set. */
const MORE = 15;
/** No match is shorter. */
const SHORTEST = 4;

/**
 * Unpack a text: base64 of its size, four bytes, and a block of LZ4. Such a block tells in turn how
 * many bytes follow as they are, and how far back and how long is what comes next once more.
 * @param {string} packed
 * @returns {string}
 */
export function unpack(packed) {
  const block = bytesOf(packed);
  const text = new Uint8Array(new DataView(block.buffer).getUint32(0, true));
  let end = 0;
  for (let at = 4; at < block.length;) {
    const token = block[at++];
    let literal = token >> 4;
    if (literal === MORE) for (let more = 255; more === 255; literal += more) more = block[at++];
    for (literal += end; end < literal; end += 1) text[end] = block[at++];
    if (at === block.length) break;
    let from = end - block[at++] - 256 * block[at++];
    let match = token & 15;
    if (match === MORE) for (let more = 255; more === 255; match += more) more = block[at++];
    for (match += end + SHORTEST; end < match; end += 1) text[end] = text[from++];
  }
  return new TextDecoder().decode(text);
}

/** @param {string} base64 @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(base64) {
  const { fromBase64 } = /** @type {any} */ (Uint8Array); // in browsers since 2025, and twice as fast
  return fromBase64?.call(Uint8Array, base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
