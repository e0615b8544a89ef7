// @ts-check

const SHARP = 2;
const EDGE = 24;
const LINE = 20;
const SCALE = 24;

/**
 * The map as it is seen, as a PNG picture with what one must know printed in.
 * @param {import("../page.js").Page} page
 * @param {{title: string, lines: string[], scale: HTMLElement}} print
 * @returns {Promise<Blob>}
 */
export async function picture({ sheet: { root, canvas: field }, view, drawn }, { title, lines, scale }) {
  const painted = await drawn.painted(SHARP);
  const map = view.map.getContainer();
  const { width, height } = map.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const colour = (/** @type {string} */ token) => getComputedStyle(document.documentElement).getPropertyValue(token);
  const fonts = { title: `700 17px ${colour("--serif")}`, line: `12.5px ${colour("--sans")}` };
  const rows = [[fonts.title, title], ...lines.map((line) => [fonts.line, line])].flatMap(([font, text]) => {
    context.font = font;
    return wrapped(context, text, width - 2 * EDGE).map((row) => [font, row]);
  });
  const foot = EDGE * 2 + SCALE + LINE * rows.length;
  [canvas.width, canvas.height] = [width * SHARP, (height + foot) * SHARP];
  context.scale(SHARP, SHARP);
  context.fillStyle = colour("--ocean");
  context.fillRect(0, 0, width, height);
  const frame = map.getBoundingClientRect();
  for (const node of root.children) {
    const box = node.getBoundingClientRect();
    const layer = node === field?.node && painted ? painted : await image(/** @type {SVGElement} */ (node), box);
    context.drawImage(layer, box.left - frame.left, box.top - frame.top, box.width, box.height);
  }
  context.fillStyle = colour("--paper");
  context.fillRect(0, height, width, foot);
  context.fillStyle = colour("--ink");
  context.textBaseline = "top";
  context.font = fonts.line;
  const long = scale.getBoundingClientRect().width;
  context.fillText(scale.textContent ?? "", EDGE, height + EDGE - 8);
  context.strokeStyle = colour("--ink");
  context.strokeRect(EDGE, height + EDGE + 10, long, 0.5);
  rows.forEach(([font, row], i) => {
    context.font = font;
    context.fillText(row, EDGE, height + EDGE + SCALE + LINE * i);
  });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * A text in rows that are no wider than there is room.
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} room pixels
 * @returns {string[]}
 */
function wrapped(context, text, room) {
  const rows = [""];
  for (const word of text.split(" ")) {
    const longer = `${rows[rows.length - 1]} ${word}`.trim();
    if (context.measureText(longer).width <= room) rows[rows.length - 1] = longer;
    else rows.push(word);
  }
  return rows;
}

/**
 * The sheet as an image: a document of its own, with the page's style sheet inside.
 * @param {SVGElement} root
 * @param {DOMRect} box
 * @returns {Promise<HTMLImageElement>}
 */
async function image(root, { width, height }) {
  const copy = /** @type {SVGElement} */ (root.cloneNode(true));
  copy.querySelectorAll(":not([data-change]) > .hit, .beneath, [data-off]").forEach((node) => node.remove());
  copy.setAttribute("width", String(width * SHARP));
  copy.setAttribute("height", String(height * SHARP));
  copy.removeAttribute("style");
  const { attributes, classList } = document.documentElement;
  for (const { name, value } of attributes) if (name !== "class") copy.setAttribute(name, value); // styles ask it
  copy.classList.add(...classList, ...(root.parentElement?.classList ?? []));
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  const styles = [...document.querySelectorAll("style")].filter(({ media }) => matchMedia(media).matches);
  style.textContent = styles.map((node) => node.textContent).join("");
  copy.style.fontSize = getComputedStyle(document.documentElement).fontSize;
  copy.prepend(style);
  const text = new XMLSerializer().serializeToString(copy);
  const result = new Image();
  result.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await result.decode();
  return result;
}
