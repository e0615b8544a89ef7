// @ts-check

/**
 * Make an element; text goes in as text, never as markup.
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, children = []) {
  return /** @type {HTMLElement} */ (equip(document.createElement(name), attributes, children));
}

/**
 * Make an SVG element.
 * @param {string} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, children = []) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  return /** @type {SVGElement} */ (equip(node, attributes, children));
}

/**
 * Text in a direction of its own, whatever its script.
 * @param {string} text
 * @param {string} [lang] its language, where that need not be the page's
 * @returns {HTMLElement}
 */
export function bdi(text, lang) {
  return element("bdi", { lang: lang || null }, [text]);
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page lacks #${id}`);
  return node;
}

/**
 * Whether a key comes alone; with these others it belongs to the browser.
 * @param {KeyboardEvent} event
 */
export function isPlainKey({ altKey, ctrlKey, metaKey }) {
  return !altKey && !ctrlKey && !metaKey;
}

/**
 * Whether a node takes room now, wherever that is.
 * @param {Element} node
 */
export function isDrawn(node) {
  return node.getClientRects().length > 0;
}

/**
 * Give a node new children; those that are as they were stay, with the focus and what is open.
 * @param {Element} node
 * @param {Element[]} fresh
 */
export function renew(node, fresh) {
  const kept = new Set();
  const wanted = fresh.map((child) => {
    const same = [...node.children].find((old) => !kept.has(old) && old.isEqualNode(child));
    kept.add(same ?? child);
    return same ?? child;
  });
  [...node.children].filter((old) => !kept.has(old)).forEach((old) => old.remove());
  wanted.forEach((child, i) => {
    if (node.children[i] !== child) node.insertBefore(child, node.children[i] ?? null);
  });
}

/**
 * @param {Element} node
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {(Node | string)[]} children
 */
function equip(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children);
  return node;
}
