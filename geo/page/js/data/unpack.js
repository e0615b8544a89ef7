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
  let at = 0;
  const byte = () => block[at++];
  const number = () => byte() + 256 * byte();
  const text = new Uint8Array(number() + 65536 * number());
  let end = 0;
  const length = (/** @type {number} */ told) => {
    for (let more = told === MORE ? 255 : 0; more === 255; told += more) more = byte();
    return told;
  };
  while (at < block.length) {
    const token = byte();
    for (const literal = end + length(token >> 4); end < literal; end += 1) text[end] = byte();
    if (at === block.length) break;
    let from = end - number();
    for (const match = end + length(token & 15) + SHORTEST; end < match; end += 1) text[end] = text[from++];
  }
  return new TextDecoder().decode(text);
}

/** @param {string} base64 @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(base64) {
  const { fromBase64 } = /** @type {any} */ (Uint8Array); // in browsers since 2025, and twice as fast
  return fromBase64?.call(Uint8Array, base64) ?? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
