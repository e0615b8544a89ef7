// @ts-check

/**
 * What something takes on the screen.
 * @typedef {number[]} Box left, top, right, bottom
 */

/**
 * @param {number[]} centre
 * @param {number} halfWidth
 * @param {number} [halfHeight]
 * @returns {Box}
 */
export function boxAround([x, y], halfWidth, halfHeight = halfWidth) {
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}

/**
 * The box around all corners of rings or lines; one without end where there are none.
 * @param {number[][]} lines flat lists x, y
 * @returns {Box}
 */
export function frameOf(lines) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      left = Math.min(left, line[i]);
      top = Math.min(top, line[i + 1]);
      right = Math.max(right, line[i]);
      bottom = Math.max(bottom, line[i + 1]);
    }
  }
  return [left, top, right, bottom];
}

/** @param {Box} box */
export function middleOf([x0, y0, x1, y1]) {
  return [(x0 + x1) / 2, (y0 + y1) / 2];
}

/**
 * The point of a box that is nearest to a point.
 * @param {Box} box
 * @param {number[]} point
 */
export function nearest([x0, y0, x1, y1], [x, y]) {
  return [Math.max(x0, Math.min(x, x1)), Math.max(y0, Math.min(y, y1))];
}

/** How far a point lies from a box. @param {Box} box @param {number[]} point */
export function distance([x0, y0, x1, y1], [x, y]) {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}

/**
 * The four edges of a box: what crosses one of them is cut there.
 * @param {Box} box
 * @returns {Box[]}
 */
export function edgesOf([x0, y0, x1, y1]) {
  return [[x0, y0, x1, y0], [x0, y1, x1, y1], [x0, y0, x0, y1], [x1, y0, x1, y1]];
}

/** @param {Box} a @param {Box} b */
function meet(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** @param {Box} a @param {Box} b */
export function inside(a, b) {
  return a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
}

/** The area that two boxes share. @param {Box} a @param {Box} b */
export function shared(a, b) {
  const [width, height] = [0, 1].map((i) => Math.min(a[i + 2], b[i + 2]) - Math.max(a[i], b[i]));
  return width > 0 && height > 0 ? width * height : 0;
}

/** @param {Box} box @param {Box[]} others */
export function meets(box, others) {
  return others.some((other) => meet(box, other));
}

/** An index keeps boxes by squares of this size, so that few are looked at. */
const CELL_PX = 64;
/** More squares than any map has, to one side. */
const CELLS = 2 ** 20;

/**
 * Boxes, and whether another meets some of them.
 * @typedef {ReturnType<typeof createBoxIndex>} BoxIndex
 */

/** @param {Box[]} [boxes] */
export function createBoxIndex(boxes = []) {
  /** @type {Map<number, Box[]>} */
  const cells = new Map();
  /** @param {Box} box @param {(cell: number) => boolean | void} visit @returns {boolean} whether one visit was the last */
  const over = (box, visit) => {
    const [left, top, right, bottom] = box;
    for (let x = Math.floor(left / CELL_PX); x * CELL_PX <= right; x += 1) {
      for (let y = Math.floor(top / CELL_PX); y * CELL_PX <= bottom; y += 1) if (visit(x * CELLS + y)) return true;
    }
    return false;
  };
  const index = {
    /** @param {Box[]} more */
    add(...more) {
      for (const box of more) {
        over(box, (cell) => {
          const there = cells.get(cell);
          if (there) there.push(box);
          else cells.set(cell, [box]);
        });
      }
    },
    /** @param {Box} box */
    meets: (box) => over(box, (cell) => meets(box, cells.get(cell) ?? [])),
    /** About how many meet a box. @param {Box} box */
    count(box) {
      let count = 0;
      over(box, (cell) => {
        for (const other of cells.get(cell) ?? []) count += Number(meet(box, other));
      });
      return count;
    },
  };
  index.add(...boxes);
  return index;
}
