// @ts-check

const SHARP = 2;
const EDGE = 24;
const LINE = 18;

/**
 * The map as it is seen, as a PNG picture with what one must know printed in.
 * @param {SVGElement} root the sheet
 * @param {HTMLElement} map
 * @param {{title: string, lines: string[], scale: HTMLElement}} print
 * @returns {Promise<Blob>}
 */
export async function picture(root, map, { title, lines, scale }) {
  const { width, height } = map.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const foot = EDGE * 2 + LINE * (lines.length + 1);
  [canvas.width, canvas.height] = [width * SHARP, (height + foot) * SHARP];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.scale(SHARP, SHARP);
  const colour = (/** @type {string} */ token) => getComputedStyle(document.documentElement).getPropertyValue(token);
  context.fillStyle = colour("--ocean");
  context.fillRect(0, 0, width, height);
  const sheet = root.getBoundingClientRect();
  const frame = map.getBoundingClientRect();
  context.drawImage(await image(root, sheet), sheet.left - frame.left, sheet.top - frame.top, sheet.width, sheet.height);
  context.fillStyle = colour("--paper");
  context.fillRect(0, height, width, foot);
  context.fillStyle = colour("--ink");
  context.textBaseline = "top";
  context.font = `700 17px ${colour("--serif")}`;
  context.fillText(title, EDGE, height + EDGE);
  context.font = `12.5px ${colour("--sans")}`;
  lines.forEach((line, i) => context.fillText(line, EDGE, height + EDGE + LINE * (i + 1.4), width - 2 * EDGE));
  const long = scale.getBoundingClientRect().width;
  context.fillText(scale.textContent ?? "", width - EDGE - long, height + EDGE - 4);
  context.strokeStyle = colour("--ink");
  context.strokeRect(width - EDGE - long, height + EDGE + LINE, long, 0.5);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * The sheet as an image: a document of its own, with the page's style sheet inside.
 * @param {SVGElement} root
 * @param {DOMRect} box
 * @returns {Promise<HTMLImageElement>}
 */
async function image(root, { width, height }) {
  const copy = /** @type {SVGElement} */ (root.cloneNode(true));
  copy.querySelectorAll(".hit, [data-off]").forEach((node) => node.remove());
  copy.setAttribute("width", String(width * SHARP));
  copy.setAttribute("height", String(height * SHARP));
  copy.removeAttribute("style");
  copy.dataset.theme = document.documentElement.dataset.theme;
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = [...document.querySelectorAll("style")].map((node) => node.textContent).join("");
  copy.prepend(style);
  const text = new XMLSerializer().serializeToString(copy);
  const result = new Image();
  result.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await result.decode();
  return result;
}
