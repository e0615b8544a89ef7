// @ts-check
import { bdi, byId, element, linkButton } from "../dom.js";

/** So many columns of a feature are named, and a list of so many is open at first. */
const [NAMED, OPEN] = [4, 12];

/**
 * Which edition this is, and what changed since the one before: layer by layer what is new, gone, or says
 * something else. The lists are made once they are opened.
 * @param {import("../page.js").Page} page
 */
export function addEditions({ atlas, texts, state, choose }) {
  const { version, date } = atlas.edition;
  const tell = () => {
    const rows = [
      ["about.date", texts.date(date)],
      ["about.version", version],
      ["about.borders", borderView(atlas, texts)],
    ].flatMap(([key, value]) => [
      element("dt", {}, [texts.say(key)]),
      element("dd", {}, [bdi(value)]),
    ]);
    byId("edition").replaceChildren(...rows);
  };
  state.on("lang", tell);
  tell();
  const { since, layers = {} } = atlas.changed;
  if (!since) return;
  const summary = element("summary");
  const lists = element("div");
  const node = /** @type {HTMLDetailsElement} */ (element("details", { class: "held" }, [summary, lists]));
  byId("edition").after(node);

  /** @param {string} id @param {string} [said] */
  const entry = (id, said) => {
    const [feature] = atlas.byId.get(id) ?? [];
    if (!feature) return [];
    const link = linkButton(`changed-${id}`, texts.name(feature), () => choose(id));
    return [element("li", {}, [link, ...(said ? [element("span", { class: "origin" }, [said])] : [])])];
  };
  /** @param {string} key @param {HTMLElement[]} items */
  const group = (key, items) => (items.length ? [element("details", { open: items.length <= OPEN }, [
    element("summary", {}, [texts.count(`changed.${key}`, items.length)]), element("ul", {}, items),
  ])] : []);
  /** @param {string[]} columns */
  const columnsIn = (columns) => {
    const known = columns.filter((column) => texts.has(`column.${column}`)).map((column) => texts.say(`column.${column}`));
    return [...known.slice(0, NAMED), ...(known.length > NAMED ? ["…"] : [])].join(" · ");
  };
  const fill = () => {
    lists.replaceChildren(...(node.open ? Object.entries(layers) : []).flatMap(([id, told]) => {
      const layer = atlas.layers.find((each) => each.id === id);
      if (!layer) return [];
      const changed = Object.entries(told.changed).flatMap(([feature, columns]) => entry(feature, columnsIn(columns)));
      return [
        element("h3", {}, [texts.title(layer)]),
        ...group("new", told.new.flatMap((feature) => entry(feature))),
        ...group("gone", told.gone.map((name) => element("li", {}, [bdi(name, texts.facts)]))),
        ...group("said", changed),
      ];
    }));
  };
  const say = () => {
    summary.textContent = texts.say("changed.since", { version: since });
    fill();
  };
  node.addEventListener("toggle", fill);
  state.on("lang", say);
  say();
}

/**
 * Which view of the borders the page shows, and of which day.
 * @param {import("../data/read.js").Atlas} atlas
 * @param {import("../text/voice.js").Texts} texts
 */
function borderView({ edition, view, tiles }, texts) {
  if (tiles) return texts.say("worldview.tiles");
  const [shown, date] = [texts.word("worldview", view.worldview), texts.date(edition.date)];
  return texts.say("about.view", { view: shown, date });
}
