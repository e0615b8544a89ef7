// @ts-check
import { bdi, byId, element, isPlainKey, pushButton, renew } from "../dom.js";
import { onceAll } from "../failure.js";
import { sourceList } from "../text/sources.js";
import { claimList } from "./claims.js";
import { clocks } from "./promises.js";
import { spreadOf } from "./spread.js";

/** Nothing that a reader supposes of the ways changes what a scene says of them. */
const AS_IT_IS = { over: "", whatif: new Set() };
/** A finger that goes this far sideways, and not further up or down, turns the scene. */
const SWIPE_PX = 50;

/**
 * The story, scene by scene: each sets the map and tells what is to be seen there.
 * @param {import("../page.js").Page} page
 */
export function addStory(page) {
  const { atlas, texts, state, scenes: { beginning } } = page;
  if (!atlas.story.length) return;
  const section = byId("story");
  const told = element("article");
  const spoken = element("p", { class: "unseen", role: "status" });
  const [back, next] = ["back", "next"].map((kind) => pushButton({ class: kind }));
  const dots = element("ol", { class: "dots" });
  const count = element("p", { class: "count" });
  const intro = element("p", { class: "intro" });
  const head = element("div", { class: "head" }, [count, dots]);
  section.append(intro, head, told, spoken, element("nav", {}, [back, next]));

  const at = () => Math.max(0, atlas.story.findIndex(({ id }) => id === state.get().scene));
  /** @param {number} index */
  const turnTo = (index) => {
    const scene = atlas.story[index];
    if (scene) state.set(beginning("story", scene.id));
  };
  back.addEventListener("click", () => turnTo(at() - 1));
  next.addEventListener("click", () => turnTo(at() + 1));
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const target = /** @type {Element} */ (event.target);
    const inPanel = target.closest("#panel") && !target.closest("[role=tablist], input");
    // Until something is clicked the focus is on the body.
    const free = isPlainKey(event) && (inPanel || target === document.body);
    if (step && free && state.get().tab === "story" && !state.get().feature) turnTo(at() + step);
  });
  listenToSwipe(section, (step) => turnTo(at() + step));

  const draw = () => {
    const [index, scene] = [at(), atlas.story[at()]];
    intro.textContent = texts.say("story.intro");
    intro.hidden = index > 0;
    count.textContent = texts.say("story.count", { n: index + 1, all: atlas.story.length });
    renew(told, inWords(scene, page));
    back.textContent = texts.say("story.back");
    next.textContent = texts.say("story.next");
    // Not `disabled`, which would lose the focus.
    back.setAttribute("aria-disabled", String(index === 0));
    next.setAttribute("aria-disabled", String(index === atlas.story.length - 1));
    renew(
      dots,
      atlas.story.map((each, i) => {
        const name = texts.say("story.go", { n: i + 1, heading: texts.scene(each).heading });
        const current = i === index ? "step" : null;
        return element("li", {}, [pushButton({ "data-key": each.id, "aria-label": name, title: name, "aria-current": current }, [], () => turnTo(i))]);
      }),
    );
  };
  state.on(["scene", "lang"], draw);
  // Only what is found of figures in print depends on the day.
  state.on("date", () => atlas.story[at()].relations.length && draw());
  state.on("scene", onceAll(() => byId("panel-body").scrollTo(0, 0)));
  // Screen readers hear which scene it is, not all of it.
  state.on("scene", () => {
    const { heading } = texts.scene(atlas.story[at()]);
    spoken.textContent = `${count.textContent}: ${heading}`;
  });
  draw();
}

/**
 * @param {import("../state/scenes.js").StoryScene} scene
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]}
 */
function inWords(scene, page) {
  const { texts } = page;
  const { heading, text, correction, figures, lang } = texts.scene(scene);
  const numbers = figures.map(({ value, label }) =>
    element("div", {}, [
      element("dt", { lang }, [bdi(label)]),
      element("dd", { lang }, [bdi(value)]),
    ]),
  );
  const plots = scene.figures.flatMap(({ quantity }) => {
    return quantity ? spreadOf(quantity, page) : [];
  });
  const sources = [...new Set([...scene.sources, ...scene.figures.flatMap((figure) => figure.sources)])];
  const confidence = texts.word("confidence", scene.confidence);
  return [
    element("h2", { lang }, [bdi(heading)]),
    ...text.map((paragraph) => element("p", { class: "told", lang }, [bdi(paragraph)])),
    ...(numbers.length ? [element("dl", { class: "figures" }, numbers)] : []),
    ...(correction
      ? [element("p", { class: "correction", lang }, [
          element("strong", { lang: texts.lang }, [texts.say("story.correction")]), " ", bdi(correction),
        ])]
      : []),
    ...plots,
    ...(scene.relations.length ? [element("section", { class: "published" }, [claimList(scene.relations.map((row) => page.atlas.relations[row]), page, AS_IT_IS)])] : []),
    ...clocks(scene.map.highlight, page),
    element("details", { class: "evidence" }, [
      element("summary", {}, [texts.count("story.sources", sources.length, { confidence })]),
      sourceList(sources, page),
    ]),
  ];
}

/**
 * @param {HTMLElement} node
 * @param {(step: number) => void} turn
 */
function listenToSwipe(node, turn) {
  let [fromX, fromY] = [NaN, NaN];
  node.addEventListener("touchstart", ({ touches }) => {
    [fromX, fromY] = touches.length === 1 ? [touches[0].clientX, touches[0].clientY] : [NaN, NaN];
  }, { passive: true });
  node.addEventListener("touchend", ({ changedTouches: [touch] }) => {
    const [x, y] = [touch.clientX - fromX, touch.clientY - fromY];
    if (Math.abs(x) > SWIPE_PX && Math.abs(x) > Math.abs(y)) turn(-Math.sign(x));
  });
}
