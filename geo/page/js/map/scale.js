// @ts-check
import { byId } from "../dom.js";
import { geodesicMetres } from "./projection.js";

const LONGEST_PX = 120;
/** No more of the window, beside the search. */
const SHARE = 0.24;

/**
 * The scale bar: true at the centre of the view, measured there along the geodesic.
 * @param {import("../page.js").Page} page
 */
export function addScaleBar({ sheet, view: { map }, texts, state }) {
  const [frame, bar] = [byId("scale"), byId("scale-bar")];
  const draw = () => {
    const centre = map.getSize().divideBy(2);
    const room = Math.min(LONGEST_PX, innerWidth * SHARE);
    const [a, b] = [-room / 2, room / 2].map((x) =>
      map.containerPointToLatLng(centre.add([x, 0])),
    );
    const longest = geodesicMetres(a.lng, a.lat, b.lng, b.lat) / 1000;
    const km = roundDown(longest);
    // As wide at every zoom, so that nobody needs to measure what it covers.
    frame.style.width = `${room}px`;
    bar.style.width = `${(room * km) / longest}px`;
    bar.textContent = texts.kilometres(km);
    bar.setAttribute("aria-label", texts.say("name.scale", { km: texts.kilometres(km) }));
  };
  sheet.onRest(draw);
  map.on("resize", draw);
  state.on("lang", draw);
  draw();
}

/** @param {number} km */
function roundDown(km) {
  const power = 10 ** Math.floor(Math.log10(km));
  const lead = [5, 2, 1].find((step) => step * power <= km) ?? 1;
  return lead * power;
}
