// @ts-check
import { svg } from "../dom.js";
import { geodesicCircle } from "./projection.js";

/**
 * What folium's own elements expect around them: the default marker's images, folium's pin
 * `Icon`, the two calls of jQuery that its popups and `keep_in_front` make, and circles that are
 * as large as they say.
 * @param {import("../page.js").Page} page
 */
export function supportFolium({ atlas: { icons } }) {
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions(icons);
  L.AwesomeMarkers ??= { icon: pin };
  window.$ ??= dollar;
  L.Circle.include({ _project: projectCircle });
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

/** @param {{markerColor?: string}} options */
function pin({ markerColor = "blue" } = {}) {
  const drop = svg("path", { d: "M12 39C8 28 1 22 1 12a11 11 0 0 1 22 0c0 10-7 16-11 27z" });
  const hole = svg("circle", { cx: 12, cy: 12, r: 4, class: "hole" });
  drop.style.fill = markerColor;
  const html = document.createElement("div");
  html.append(svg("svg", { viewBox: "0 0 24 40", width: 24, height: 40 }, [drop, hole]));
  return L.divIcon({
    html, className: "pin", iconSize: [24, 40], iconAnchor: [12, 39], popupAnchor: [0, -36],
  });
}
