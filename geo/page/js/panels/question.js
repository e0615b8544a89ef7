// @ts-check
import { element, isDrawn, pushButton, renew, setHidden } from "../dom.js";
import { listed } from "../data/read.js";
import { networkEnds } from "../data/layers.js";
import { BEST_BY, OVER_LINES, SHUT } from "../data/question.js";
import { shutName } from "./course.js";

/**
 * What a reader asks of the ways: from where to where, best by what, over which lines, and what is supposed
 * shut or open. Where there is little room it folds to a line once it is asked, and the answer comes first.
 * @param {import("../page.js").Page} page
 */
export function createQuestion(page) {
  const { atlas, texts, state, wayTexts } = page;
  const ends = /** @type {const} */ (["from", "to"]).map((end) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${end}` }));
    select.addEventListener("change", () => state.set({ [end]: select.value || null, view: null, sought: null }));
    return { end, select, word: element("span") };
  });
  const hasFigures = atlas.performance.length > 0;
  const choices = Object.entries({ ...(hasFigures ? { by: BEST_BY } : {}), over: OVER_LINES }).map(([key, values]) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${key}` }));
    select.addEventListener("change", () => state.set({ [key]: select.value }));
    return { key, values, select, word: element("span") };
  });
  const supposed = element("details", { class: "whatif" });
  const asked = pushButton({ "data-key": "asked" });
  const question = element("div", {}, [...[...ends, ...choices].map(({ word, select }) => element("label", {}, [word, select])), supposed]);
  const fold = (/** @type {boolean} */ folds) => {
    const hadFocus = question.contains(document.activeElement);
    asked.setAttribute("aria-expanded", String(!folds));
    if (hadFocus && isDrawn(asked)) asked.focus();
  };
  asked.addEventListener("click", () => fold(asked.getAttribute("aria-expanded") === "true"));
  const foldIfAsked = () => fold(Boolean(state.get().from && state.get().to));

  let [spoken, supposes] = ["", false];
  const say = () => {
    const places = networkEnds(atlas).map((id) => {
      return { id, name: wayTexts.stop(id), country: texts.country(atlas.byId.get(id)?.[0].is.iso_a2) };
    });
    const { compare: inOrder } = new Intl.Collator(texts.lang);
    const countries = [...new Set(places.map(({ country }) => country))].sort(inOrder);
    places.sort((a, b) => inOrder(a.name, b.name));
    ends.forEach(({ end, select, word }) => {
      word.textContent = texts.say(`ways.${end}`);
      select.replaceChildren(
        element("option", { value: "" }, [texts.say(`ways.any_${end}`)]),
        ...countries.map((label) => element("optgroup", { label }, places.filter(({ country }) => country === label)
          .map(({ id, name }) => element("option", { value: id }, [name])))),
      );
    });
    choices.forEach(({ key, values, select, word }) => {
      word.textContent = texts.say(key === "by" ? "ways.sort" : "ways.over");
      select.replaceChildren(...values.map((value) => element("option", { value }, [texts.say(`ways.${key}.${value || "any"}`)])));
    });
  };

  /** Boxes for what may be shut, or open: what the courses pass and what they lack.
   * @param {import("../data/course.js").Course[]} all */
  const suppose = (all) => {
    const { whatif, over } = state.get();
    const steps = all.flatMap((course) => course.steps.map(({ feature }) => feature));
    const passages = atlas.passages.filter(({ id }) => whatif.has(id) || steps.some(({ is }) => listed(is.passages).includes(id)));
    const lacking = all.flatMap((course) => [...course.steps.flatMap(({ gaps }) => gaps), ...course.cut.map(({ feature }) => feature)]);
    const kept = [...whatif].flatMap((id) => atlas.byId.get(id)?.slice(0, 1) ?? []);
    const isShut = (/** @type {import("../data/read.js").Feature} */ { is }) => listed(is.passages).some((id) => whatif.has(id));
    const segments = over === "all" ? [] : new Map([...lacking.filter((each) => !isShut(each)), ...kept].map((each) => [each.id, each])).values();
    const named = [
      ...passages.map((row) => ({ id: row.id, name: texts.say("ways.shut", { name: texts.field(row, "name") }) })),
      ...[...whatif].filter((id) => id.startsWith(SHUT)).map((id) => ({ id, name: shutName(id.slice(SHUT.length), page) })),
      ...[...segments].map((each) => ({ id: each.id, name: texts.say("ways.opened", { name: texts.name(each) }) })),
    ];
    renew(supposed, named.length ? [element("summary", { "data-key": "whatif" }, [texts.say("ways.whatif")]), ...named.map(({ id, name }) => {
      return element("label", {}, [element("input", { type: "checkbox", "data-key": `if-${id}`, value: id }), element("span", {}, [name])]);
    })] : []);
    setHidden(supposed, !named.length);
    if (whatif.size && !supposes) supposed.setAttribute("open", "");
    supposes = whatif.size > 0;
    supposed.querySelectorAll("input").forEach((box) => (box.checked = whatif.has(box.value)));
  };
  supposed.addEventListener("change", ({ target }) => {
    const { value, checked } = /** @type {HTMLInputElement} */ (target);
    const others = [...state.get().whatif].filter((id) => id !== value);
    state.set({ whatif: new Set(checked ? [...others, value] : others) });
  });

  return {
    nodes: [asked, question],
    foldIfAsked,
    suppose,
    /** Say what is asked. */
    draw: () => {
      const scene = state.get();
      const { date, lang, from, to } = scene;
      if (spoken !== lang) say();
      spoken = lang;
      ends.forEach(({ end, select }) => (select.value = scene[end] ?? ""));
      choices.forEach(({ key, select }) => (select.value = scene[key]));
      setHidden(asked, !(from && to));
      if (!from || !to) return;
      const chosen = [...choices.filter(({ key }) => scene[key]).map(({ select }) => select.selectedOptions[0].text), ...(scene.whatif.size ? [texts.say("ways.whatif")] : [])];
      renew(asked, [element("span", {}, [[[from, to].map(wayTexts.stop).join(" – "), ...chosen, texts.brief(date)].join(" · ")]), element("u", {}, [texts.say("ways.change")])]);
    },
  };
}
