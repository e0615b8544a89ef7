// @ts-check
import { byId, element, svg } from "../dom.js";
import { geodesicCircle } from "./projection.js";

/** The colours of folium's pins, as its own pictures show them. */
const PINS = {
  red: "#d63e2a", darkred: "#a23336", lightred: "#ff8e7f", orange: "#f69730", beige: "#ffcb92",
  green: "#72b026", darkgreen: "#728224", lightgreen: "#bbf970", blue: "#38aadd",
  darkblue: "#0067a3", lightblue: "#8adaff", purple: "#d252b9", darkpurple: "#5b396b",
  pink: "#ff91ea", cadetblue: "#436978", white: "#fbfbfb", gray: "#575757", lightgray: "#a3a3a3",
  black: "#303030",
};

/**
 * What folium's own elements expect around them: the default marker's images, folium's pin
 * `Icon`, the few calls of jQuery that its popups and `keep_in_front` make, and circles that are
 * as large as they say.
 * @param {import("../page.js").Page} page
 */
export function supportFolium({ view: { map } }) {
  map._controlContainer.dataset.theme = "light";
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions(JSON.parse(byId("icons").textContent ?? ""));
  L.AwesomeMarkers = { icon: pin, Icon: pin };
  window.$ = dollar;
  L.Circle.include({ _project: projectCircle });
  // Plugins come after the map: what they would do to each new map is done to this one.
  const { addInitHook } = L.Map;
  L.Map.addInitHook = function (/** @type {any} */ hook, /** @type {any[]} */ ...given) {
    addInitHook.call(this, hook, ...given);
    typeof hook === "function" ? hook.call(map) : map[hook](...given);
    return this;
  };
}

/**
 * Leaflet measures the radius of a circle along the map's own metres, which are not those of the
 * ground away from the middle: give it the area of the circle on the ground.
 * @this {any}
 */
function projectCircle() {
  const { lat, lng } = this._latlng;
  const corners = geodesicCircle(lng, lat, this._mRadius).map(([l, p]) => this._map.project([p, l]));
  const twice = corners.reduce((sum, { x, y }, i) => {
    const next = corners[(i + 1) % corners.length];
    return sum + x * next.y - next.x * y;
  }, 0);
  this._radius = this._radiusY = Math.sqrt(Math.abs(twice) / 2 / Math.PI);
  this._point = this._map.latLngToLayerPoint(this._latlng);
  this._updateBounds();
}

/** @param {string | Document} subject */
function dollar(subject) {
  if (typeof subject !== "string") return { ready: (/** @type {() => void} */ run) => run() };
  const template = document.createElement("template");
  template.innerHTML = subject.trim();
  return [...template.content.children];
}

/**
 * A pin with folium's `i`, or with a sign of a font.
 * @param {{markerColor?: string, iconColor?: string, icon?: string, prefix?: string, extraClasses?: string}} options
 */
function pin({ markerColor = "blue", iconColor = "white", icon = "info-sign", prefix, extraClasses = "" } = {}) {
  const drop = svg("path", { d: "M12 39C8 28 1 22 1 12a11 11 0 0 1 22 0c0 10-7 16-11 27z" });
  drop.style.fill = PINS[markerColor] ?? markerColor;
  const own = icon === "info-sign";
  const letter = svg("path", { d: "M9.5 10.2h4v6.3h1.4v2H9.2v-2h1.5v-4.3H9.5zM10.7 5.5h2.8v2.8h-2.8z" });
  const html = element("div", {}, [
    svg("svg", { viewBox: "0 0 24 40", width: 24, height: 40 }, own ? [drop, letter] : [drop]),
    ...(own ? [] : [element("i", { class: `${prefix} ${prefix}-${icon.replace(`${prefix}-`, "")} ${extraClasses}` })]),
  ]);
  const sign = /** @type {HTMLElement | SVGElement} */ (own ? letter : html.lastChild);
  const [, angle] = /fa-rotate-(\d+)/.exec(extraClasses) ?? [];
  Object.assign(sign.style, { color: PINS[iconColor] ?? iconColor, transform: `rotate(${angle ?? 0}deg)` });
  return L.divIcon({
    html, className: "pin", iconSize: [24, 40], iconAnchor: [12, 39], popupAnchor: [0, -36],
  });
}
