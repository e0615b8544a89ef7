// @ts-check

// Lambert azimuthal equal-area on the WGS 84 ellipsoid: Snyder, Map Projections, 1987, p. 187-190.
const SEMI_MAJOR_M = 6378137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const MEAN_RADIUS_M = 6371008.8;
const RADIANS = Math.PI / 180;
const TILE_PX = 256;
/** Nearer to the antipode than this, by the cosine, a position has no direction from the centre. */
const ANTIPODE = 1e-12;

/**
 * @typedef {object} Projection metres east and north of its origin, degrees back
 * @property {(lon: number, lat: number) => [number, number]} forward
 * @property {(x: number, y: number) => [number, number]} inverse
 * @property {number} coarsest metres to the pixel at zoom 0
 * @property {number} [square] width of the world in metres, where it is a square
 */

/** @param {number} sine of the latitude */
function authalic(sine) {
  return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
}

/**
 * Lambert's projection; its origin is the centre.
 * @param {number} lon longitude of the centre
 * @param {number} lat latitude of the centre
 * @returns {Projection}
 */
export function createProjection(lon, lat) {
  const pole = authalic(1);
  const radius = SEMI_MAJOR_M * Math.sqrt(pole / 2);
  const sine = Math.sin(lat * RADIANS);
  const sinB = authalic(sine) / pole;
  const cosB = Math.sqrt(1 - sinB * sinB);
  const stretch =
    (SEMI_MAJOR_M * Math.cos(lat * RADIANS)) / Math.sqrt(1 - E2 * sine * sine) / (radius * cosB);
  return {
    coarsest: 20000,
    forward(l, p) {
      const sb = authalic(Math.sin(p * RADIANS)) / pole;
      const cb = Math.sqrt(Math.max(0, 1 - sb * sb));
      const dl = (l - lon) * RADIANS;
      const near = 1 + sinB * sb + cosB * cb * Math.cos(dl);
      if (near < ANTIPODE) return [2 * radius, 0]; // all of the rim
      const k = radius * Math.sqrt(2 / near);
      return [
        k * stretch * cb * Math.sin(dl),
        (k / stretch) * (cosB * sb - sinB * cb * Math.cos(dl)),
      ];
    },
    inverse(x, y) {
      const rho = Math.hypot(x / stretch, stretch * y);
      if (rho === 0) return [lon, lat];
      const c = 2 * Math.asin(Math.min(1, rho / (2 * radius)));
      const [sinC, cosC] = [Math.sin(c), Math.cos(c)];
      const s = cosC * sinB + (stretch * y * sinC * cosB) / rho;
      const east = x * sinC;
      const north = stretch * rho * cosB * cosC - stretch * stretch * y * sinB * sinC;
      const l = lon + Math.atan2(east, north) / RADIANS;
      return [l > 180 ? l - 360 : l < -180 ? l + 360 : l, latitude(s)];
    },
  };
}

/** @param {number} authalicSine sine of the authalic latitude (Snyder 3-18) */
function latitude(authalicSine) {
  const b = Math.asin(Math.max(-1, Math.min(1, authalicSine)));
  const [e4, e6] = [E2 * E2, E2 * E2 * E2];
  const phi =
    b +
    (E2 / 3 + (31 * e4) / 180 + (517 * e6) / 5040) * Math.sin(2 * b) +
    ((23 * e4) / 360 + (251 * e6) / 3780) * Math.sin(4 * b) +
    ((761 * e6) / 45360) * Math.sin(6 * b);
  return phi / RADIANS;
}

/**
 * Web Mercator as tiles are cut: on a sphere, its origin the north-west corner of the square that
 * is one tile at zoom 0.
 * @returns {Projection}
 */
export function createMercator() {
  const half = Math.PI * SEMI_MAJOR_M;
  return {
    coarsest: (2 * half) / TILE_PX,
    square: 2 * half,
    forward(lon, lat) {
      const north = SEMI_MAJOR_M * Math.atanh(Math.sin(lat * RADIANS));
      const edge = Math.max(-half, Math.min(half, north)); // the poles are infinitely far
      return [SEMI_MAJOR_M * lon * RADIANS + half, edge - half];
    },
    inverse: (x, y) => [
      (x - half) / SEMI_MAJOR_M / RADIANS,
      Math.asin(Math.tanh((y + half) / SEMI_MAJOR_M)) / RADIANS,
    ],
  };
}

/**
 * A projection as Leaflet wants it.
 * @param {Projection} projection
 * @returns {any}
 */
export function createCrs(projection) {
  const { coarsest, square } = projection;
  return L.extend({}, L.CRS, {
    code: "uttarapath",
    infinite: !square,
    transformation: new L.Transformation(1, 0, -1, 0),
    projection: {
      bounds: square && L.bounds([0, -square], [square, 0]),
      project: (at) => L.point(projection.forward(at.lng, at.lat)),
      unproject: (point) => {
        const [lon, lat] = projection.inverse(point.x, point.y);
        return L.latLng(lat, lon);
      },
    },
    scale: (zoom) => 2 ** zoom / coarsest,
    zoom: (scale) => Math.log2(scale * coarsest),
    distance: (a, b) => geodesicMetres(a.lng, a.lat, b.lng, b.lat),
  });
}

/**
 * Length of the geodesic by Lambert's formula, good to some 10 m in 10,000 km.
 * @param {number} lon1
 * @param {number} lat1
 * @param {number} lon2
 * @param {number} lat2
 */
export function geodesicMetres(lon1, lat1, lon2, lat2) {
  const b1 = Math.atan((1 - FLATTENING) * Math.tan(lat1 * RADIANS));
  const b2 = Math.atan((1 - FLATTENING) * Math.tan(lat2 * RADIANS));
  const chord =
    Math.sin((b2 - b1) / 2) ** 2 +
    Math.cos(b1) * Math.cos(b2) * Math.sin(((lon2 - lon1) * RADIANS) / 2) ** 2;
  const angle = 2 * Math.asin(Math.min(1, Math.sqrt(chord)));
  if (angle === 0) return 0;
  const [p, q, sine] = [(b1 + b2) / 2, (b2 - b1) / 2, Math.sin(angle)];
  const x = ((angle - sine) * (Math.sin(p) * Math.cos(q)) ** 2) / Math.cos(angle / 2) ** 2;
  const y = ((angle + sine) * (Math.cos(p) * Math.sin(q)) ** 2) / Math.sin(angle / 2) ** 2;
  return SEMI_MAJOR_M * (angle - (FLATTENING / 2) * (x + y));
}

/**
 * The circle on the ground, as positions lon/lat.
 * @param {number} lon
 * @param {number} lat
 * @param {number} metres radius
 * @param {number} [corners]
 * @returns {[number, number][]}
 */
export function geodesicCircle(lon, lat, metres, corners = 48) {
  const [phi, d] = [lat * RADIANS, metres / MEAN_RADIUS_M];
  return Array.from({ length: corners }, (_, i) => {
    const azimuth = (2 * Math.PI * i) / corners;
    const sine = Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(azimuth);
    const east = Math.sin(azimuth) * Math.sin(d) * Math.cos(phi);
    const north = Math.cos(d) - Math.sin(phi) * sine;
    return [lon + Math.atan2(east, north) / RADIANS, Math.asin(sine) / RADIANS];
  });
}
