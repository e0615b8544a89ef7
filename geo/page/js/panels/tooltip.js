// @ts-check
import { bdi, byId, element, setHidden } from "../dom.js";
import { changeInWords } from "./change.js";
import { FILTERED } from "../data/filter.js";
import { sentences } from "../text/sentences.js";

/**
 * What a mark is, while the pointer or the focus is on it; its name says as much meanwhile.
 * @param {import("../page.js").Page} page
 */
export function addTooltip(page) {
  const { sheet: { root }, view: { map }, atlas, texts, state, filter, changes } = page;
  const box = byId("tooltip");
  /** Where it stands, by the pointer or the focus. */
  let at = { x: 0, y: 0 };
  const place = () => {
    const { x, y } = at;
    const { width, height } = box.getBoundingClientRect();
    const left = Math.min(x + 14, innerWidth - width - 8);
    const top = y + 18 + height > innerHeight ? y - height - 12 : y + 18;
    box.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
  };
  const placeByFocus = () => {
    const focused = document.activeElement?.closest(".mark");
    if (!focused?.matches(":focus-visible")) return;
    const { left, top, right, bottom } = focused.getBoundingClientRect();
    at = { x: Math.min((left + right) / 2, innerWidth), y: Math.min((top + bottom) / 2, innerHeight) };
    place();
  };
  root.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    at = { x, y };
    if (!box.hidden) place();
  });
  map.on("zoomstart dragstart", () => state.set({ hover: null }));
  map.on("moveend", placeByFocus);
  const show = () => {
    const { hover } = state.get();
    const [feature = null] = (atlas.byId.get(hover ?? "") ?? []).map(filter.at);
    setHidden(box, true);
    root.querySelectorAll(".hovered").forEach((mark) => {
      const [known] = atlas.byId.get(mark.getAttribute("data-id") ?? "") ?? [];
      mark.classList.remove("hovered");
      if (known) mark.setAttribute("aria-label", texts.label(filter.at(known) ?? known));
    });
    if (!feature) return;
    const marks = root.querySelectorAll(`[data-id="${CSS.escape(feature.id)}"]`);
    marks.forEach((mark) => mark.classList.add("hovered"));
    // What is pointed at beside the map is lit on it, and tells of itself there.
    box.hidden = ![...marks].some((mark) => mark.matches(":not([data-off]):is(:hover, :focus-visible, [data-touched])"));
    const name = texts.nameIn(feature);
    const lines = sentences(feature, page).slice(0, feature.layer.tips ?? 1);
    lines.push(...changes().filter((change) => change.feature.id === hover && change.kind !== "same").map((change) => changeInWords(change, page)));
    const { evidence: question } = state.get();
    if (question) lines.push(...restsOn(feature, question, page));
    const pile = Number(marks[0]?.getAttribute("data-piled"));
    if (pile) lines.push(texts.count("pile.more", pile - 1));
    const said = [texts.label(feature), ...lines].join(". ");
    marks.forEach((mark) => mark.setAttribute("aria-label", said));
    box.replaceChildren(
      element("strong", {}, [bdi(name.text, name.lang)]),
      ...lines.map((line) => element("span", {}, [bdi(line)])),
    );
    place(); // what comes to a pointer that rests takes another room than what was there
    placeByFocus();
  };
  state.on([...FILTERED, "hover", "fan", "evidence", "lang"], show);
  // What comes back under a pointer that rests is pointed at only when the browser has drawn it.
  root.addEventListener("pointerover", () => box.hidden && state.get().hover && show());
}

/**
 * The source that tells most of a feature, and what sources print differently.
 * @param {import("../data/read.js").Feature} feature
 * @param {string} question
 * @param {import("../page.js").Page} page
 */
function restsOn(feature, question, { texts, evidence }) {
  const { publisher, date, date_prec: exact, title } = evidence.telling(question, feature) ?? {};
  const origin = [publisher, date ? texts.date(date, exact) : null].filter(Boolean).join(", ");
  const ranges = question === "dispute" ? evidence.disputed(feature) : [];
  return [
    ...ranges.map(({ quantity: { name, unit }, printed }) => {
      const [low, high] = [Math.min(...printed.map((each) => each.low)), Math.max(...printed.map((each) => each.high))];
      return `${texts.told(name).text}: ${texts.amount(low, high, unit)}`;
    }),
    ...(title ? [`${origin}: ${title}`] : []),
  ];
}
