// @ts-check
import { byId, element, pushButton, setLang } from "../dom.js";
import { LOCAL, namesLanguage } from "../text/names.js";

/**
 * The document is in the language of the interface, and is laid out as that is written.
 * @param {import("../page.js").Page} page
 */
export function followLanguage({ texts, state }) {
  const follow = () => setLang(document.documentElement, texts.lang);
  state.on("lang", follow);
  follow();
}

/**
 * The language of the interface: one button for each table of texts, and all words of the page follow.
 * @param {import("../page.js").Page} page
 */
export function addLanguageSwitch({ atlas, texts, state }) {
  const group = byId("languages");
  const buttons = Object.entries(atlas.texts).map(([lang, table]) => {
    const [short, name] = [table["language.short"], table["language.name"]];
    const button = pushButton({ lang, "aria-label": `${short}: ${name}`, title: name }, [short], () => state.set({ lang }));
    group.append(button);
    return { lang, button };
  });
  const show = () => {
    document.title = texts.say("page.title");
    buttons.forEach(({ lang, button }) => {
      button.setAttribute("aria-pressed", String(lang === texts.lang));
    });
    for (const node of document.querySelectorAll("[data-say]")) {
      node.textContent = texts.say(node.getAttribute("data-say") ?? "");
    }
    for (const node of document.querySelectorAll("[data-name]")) {
      node.setAttribute("aria-label", texts.say(node.getAttribute("data-name") ?? ""));
    }
  };
  state.on("lang", show);
  show();
}

/**
 * The choice of that language; that of the interface lets the names follow it again.
 * @param {import("../page.js").Page} page
 */
export function addNamesChoice({ atlas, texts, state }) {
  const own = Object.entries(atlas.texts).map(([lang, table]) => [lang, table["language.name"]]);
  const write = () => {
    const choices = [...own, [LOCAL, texts.say("names.local")]].map(([choice, name]) => {
      const box = element("input", { type: "radio", name: "names", value: choice });
      box.addEventListener("change", () => {
        state.set({ names: choice === state.get().lang ? null : choice });
      });
      const lang = choice === LOCAL ? null : choice;
      return element("label", {}, [box, element("span", { lang }, [name])]);
    });
    const title = element("legend", {}, [texts.say("names.heading")]);
    byId("names").replaceChildren(title, ...choices);
    show();
  };
  const show = () => byId("names").querySelectorAll("input").forEach((box) => (box.checked = box.value === namesLanguage(state.get())));
  state.on("lang", write);
  state.on("names", show);
  write();
}
