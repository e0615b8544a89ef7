// @ts-check
import { scriptOf } from "./text/script.js";

const USUAL_PX = 16;

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
 * Make a button.
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {(Node | string)[]} [children]
 * @param {() => void} [press] what it does
 */
export function pushButton(attributes = {}, children = [], press = () => {}) {
  const button = element("button", { type: "button", ...attributes }, children);
  button.addEventListener("click", press);
  return button;
}

/** A button that looks like a link. @param {string} key tells it from its like @param {string} name @param {() => void} press */
export function linkButton(key, name, press) {
  return pushButton({ class: "link", "data-key": key }, [bdi(name)], press);
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

/** A sign on a button, which tells nothing that its name does not. @param {string} d its path, in a square of 16 */
export function icon(d) {
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, [svg("path", { d })]);
}

/**
 * A small picture in a legend of how the map draws something, which is named beside it.
 * @param {SVGElement[]} shapes
 * @param {Record<string, string>} [attributes]
 */
export function swatch(shapes, attributes = {}) {
  return svg("svg", { viewBox: "0 0 36 16", class: "swatch", "aria-hidden": "true", ...attributes }, shapes);
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
 * Say which language a node is in, and with that how it is written.
 * @param {Element} node
 * @param {string} lang
 */
export function setLang(node, lang) {
  const { isFromRight, isJoined } = scriptOf(lang);
  setAttribute(node, "lang", lang);
  setAttribute(node, node instanceof SVGElement ? "direction" : "dir", isFromRight ? "rtl" : "ltr");
  node.toggleAttribute("data-joined", isJoined);
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

/** How large a reader's letters are, as parts of what they usually are. */
export function letterScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_PX;
}

/** Whether the page is as it is printed. */
export function isOnPaper() {
  return document.documentElement.classList.contains("paper");
}

/**
 * Whether a node takes room now, wherever that is.
 * @param {Element} node
 */
export function isDrawn(node) {
  return node.getClientRects().length > 0;
}

/**
 * Say something in a node, unless it says so: what is written once more is laid out once more.
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Give a node an attribute, unless it has it so.
 * @param {Element} node
 * @param {string} name
 * @param {string | number} value
 */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/**
 * Hide a node, or show it, unless that is done.
 * @param {HTMLElement} node
 * @param {boolean} hidden
 */
export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/**
 * Give a node these children, in this order; those that it has are not touched.
 * @param {Element} node
 * @param {Node[]} children
 */
export function setChildren(node, children) {
  const kept = new Set(children);
  [...node.childNodes].forEach((child) => kept.has(child) || child.remove());
  children.forEach((child, i) => {
    if (node.childNodes[i] !== child) node.insertBefore(child, node.childNodes[i] ?? null);
  });
}

/** What tells a node from its like: its listeners are those of the first that had it. */
export const TELLING = ["data-key", "data-row", "data-sort", "data-list"];
const TOLD = TELLING.map((name) => `[${name}]`).join();

/**
 * Give a node new children. Those that were there stay, and are amended: with the focus, a press
 * that has begun, what is open and how far it is scrolled.
 * @param {Element} node
 * @param {Node[]} fresh
 */
export function renew(node, fresh) {
  const before = [...node.childNodes].map((old) => ({ old, is: identity(old) }));
  const wanted = fresh.map((child) => {
    const is = identity(child);
    const at = before.findIndex((each) => each.old === child || each.is === is);
    if (at < 0) return child;
    const [{ old }] = before.splice(at, 1);
    if (old !== child) amend(old, child);
    return old;
  });
  setChildren(node, wanted);
}

/** @param {Node} node */
function identity(node) {
  if (!(node instanceof Element)) return node.nodeName;
  const keyed = node.matches(TOLD) ? node : node.querySelector(TOLD);
  return [node.nodeName, ...TELLING.map((name) => keyed?.getAttribute(name))].join();
}

/** @param {Node} old @param {Node} fresh */
function amend(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!(old instanceof Element && fresh instanceof Element)) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  const given = [...fresh.attributes].map(({ name }) => name);
  old.getAttributeNames().filter((name) => name !== "open" && !given.includes(name)).forEach((name) => old.removeAttribute(name));
  given.forEach((name) => setAttribute(old, name, fresh.getAttribute(name) ?? ""));
  renew(old, [...fresh.childNodes]);
}

/**
 * @param {Element} node
 * @param {Record<string, string | number | boolean | null | undefined>} attributes
 * @param {(Node | string)[]} children
 */
function equip(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "lang" && value) setLang(node, String(value));
    else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(key, value === true ? "" : String(value));
    }
  }
  node.append(...children);
  return node;
}
