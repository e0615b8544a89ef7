// @ts-check
import { bdi, byId, element, isPlainKey, pushButton, setAttribute, setHidden } from "../dom.js";
import { listed } from "../data/read.js";
import { sourceList } from "../text/sources.js";

const NAME_GAP_PX = 10;
/** So long a card that is but pointed at stays, for a pointer that is on its way to it. */
const LINGER_MS = 250;

/**
 * The turning points on the bar of time, as buttons: a name with its line where there is room for
 * it, else a tick beneath the bars. One that is pointed at, has the focus or is pressed shows a card with
 * its text and who says so; from a card one goes on to the next. The Tab key stops at one of them, and closes
 * the card that it leaves.
 * @param {import("../page.js").Page} page
 * @param {(day: string) => number} xOf where a day is, in pixels
 */
export function createMilestones(page, xOf) {
  const { atlas, texts, state } = page;
  const { milestones } = atlas;
  const list = element("div", { id: "milestones", role: "group" });
  const card = element("article", { id: "milestone", role: "group", hidden: true });
  const buttons = milestones.map(({ id }) => pushButton({ "data-milestone": id, "aria-controls": card.id }));
  list.append(...buttons);
  /** @type {string | null} what is pointed at or has the focus */
  let near = null;
  let timer = 0;

  const indexOf = (/** @type {string | null} */ id) => milestones.findIndex((mark) => mark.id === id);
  const pin = (/** @type {string | null} */ id) => state.set({ milestone: id });
  const show = () => {
    const { milestone, date } = state.get();
    const at = indexOf(milestone ?? near);
    const mark = milestones[at];
    setHidden(card, !mark);
    const stop = at >= 0 ? at : Math.max(0, milestones.findLastIndex((each) => each.date <= date));
    buttons.forEach((button, i) => {
      setAttribute(button, "tabindex", i === stop ? 0 : -1);
      setAttribute(button, "aria-expanded", String(i === at));
      button.toggleAttribute("data-near", i === at);
    });
    if (!mark) return;
    card.setAttribute("aria-label", texts.field(mark, "label"));
    card.replaceChildren(...milestoneCard(mark, at, page, close));
    place(mark.date);
  };

  /** Beside its mark, and inside the bar. @param {string} date */
  const place = (date) => {
    const room = list.offsetWidth - card.offsetWidth;
    card.style.insetInlineStart = `${Math.max(0, Math.min(list.offsetLeft + xOf(date) - 24, list.offsetLeft + room))}px`;
  };

  const close = () => {
    const stop = buttons[indexOf(state.get().milestone ?? near)];
    const isInside = card.contains(document.activeElement);
    near = null;
    pin(null);
    show();
    if (isInside) (stop?.offsetWidth ? stop : byId("latest")).focus();
  };
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      near = null;
      show();
    }, LINGER_MS);
  };
  const stay = (/** @type {string | null} */ id) => {
    clearTimeout(timer);
    if (near !== id) {
      near = id;
      show();
    }
  };
  const idOf = (/** @type {Event} */ { target }) => /** @type {Element} */ (target).getAttribute("data-milestone");
  list.addEventListener("click", (event) => {
    const id = idOf(event);
    if (id) pin(state.get().milestone === id ? null : id);
  });
  list.addEventListener("pointerover", (event) => event.pointerType !== "touch" && idOf(event) && stay(idOf(event)));
  list.addEventListener("pointerleave", leave);
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", leave);
  list.addEventListener("focusin", (event) => /** @type {Element} */ (event.target).matches(":focus-visible") && stay(idOf(event)));
  const isWithin = (/** @type {EventTarget | null} */ node) => [list, card].some((each) => each.contains(/** @type {Node} */ (node)));
  for (const node of [list, card]) {
    node.addEventListener("focusout", ({ relatedTarget }) => isWithin(relatedTarget) || leave());
    // Whoever goes on by the Tab key would have it lie over what has the focus.
    node.addEventListener("keydown", (event) => event.key === "Tab" && isPlainKey(event) && setTimeout(() => isWithin(document.activeElement) || pin(null)));
  }
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || target === undefined || !isPlainKey(event)) return;
    event.preventDefault();
    const next = buttons[Math.max(0, Math.min(target, buttons.length - 1))];
    if (state.get().milestone) pin(next.getAttribute("data-milestone"));
    next.tabIndex = 0;
    next.focus();
  });
  page.closers.milestone = close;
  state.on(["milestone", "lang"], show);

  return {
    list,
    card,
    pin,
    /** Which have come, for those that have not are pale. */
    move() {
      const { date } = state.get();
      buttons.forEach((button, i) => button.classList.toggle("later", milestones[i].date > date));
      if (card.hidden) show();
    },
    /**
     * Put each on its day: in a row where its name has room, else as a tick.
     * @param {number[]} rows heights of the rows of names
     * @param {number} base of the bars
     * @param {number} wide
     * @returns {number[]} where a line stands over the bars
     */
    lay(rows, base, wide) {
      list.setAttribute("aria-label", texts.say("milestone.all"));
      buttons.forEach((button, i) => {
        button.className = "mark-name";
        button.textContent = texts.field(milestones[i], "label");
        const { date, date_prec: exact } = milestones[i];
        button.setAttribute("aria-label", `${button.textContent}, ${texts.date(date, exact)}`);
      });
      const lines = layNames(buttons, milestones.map(({ date }) => xOf(date)), { rows, base, wide });
      this.move();
      const open = milestones[indexOf(state.get().milestone ?? near)];
      if (open) place(open.date);
      return lines;
    },
  };
}

/**
 * What the card of a turning point shows.
 * @param {import("../tables.js").MilestoneRow} mark
 * @param {number} at
 * @param {import("../page.js").Page} page
 * @param {() => void} close
 */
function milestoneCard(mark, at, page, close) {
  const { atlas: { milestones }, texts, state } = page;
  const said = texts.said(mark, "text");
  const act = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {() => void} */ run, off = false) =>
    pushButton({ "data-key": key, "aria-label": sign ? texts.say(key) : null, "aria-disabled": off || null }, [sign || texts.say(key)], () => off || run());
  const turn = (/** @type {number} */ to) => state.set({ milestone: milestones[to].id });
  return [
    element("p", { class: "when" }, [texts.date(mark.date, mark.date_prec)]),
    element("h3", {}, [bdi(texts.field(mark, "label"))]),
    element("p", { id: "milestone-text" }, [bdi(said.text, said.lang)]),
    sourceList(listed(mark.sources), page),
    element("p", { class: "origin" }, [`${texts.say("column.confidence")}: ${texts.word("confidence", mark.confidence)}`]),
    element("div", { class: "acts" }, [
      act("milestone.back", "‹", () => turn(at - 1), at === 0),
      act("milestone.next", "›", () => turn(at + 1), at === milestones.length - 1),
      act("milestone.go", "", () => state.set({ date: mark.date })),
      act("milestone.close", "×", close),
    ]),
  ];
}

/**
 * Put each button on its day: in a row where its name has room, else as a tick.
 * @param {HTMLElement[]} buttons
 * @param {number[]} days where each is
 * @param {{rows: number[], base: number, wide: number}} bar
 * @returns {number[]} where a line stands over the bars
 */
function layNames(buttons, days, { rows, base, wide }) {
  const ends = days.map((x, i) => x + buttons[i].offsetWidth + NAME_GAP_PX);
  const taken = rows.map(() => -Infinity);
  /** @type {number[]} */
  const lines = [];
  buttons.forEach((button, i) => {
    const x = days[i];
    // its line runs down through the rows below
    const row = ends[i] < wide ? taken.findIndex((_, k) => taken.slice(k).every((end) => x > end)) : -1;
    const top = row < 0 ? base : rows[row];
    if (row >= 0) {
      taken[row] = ends[i];
      lines.push(x);
    } else button.className = "mark-tick";
    button.style.cssText = `left: ${x.toFixed(1)}px; top: ${top}px; --drop: ${base - top}px`;
  });
  return lines;
}
