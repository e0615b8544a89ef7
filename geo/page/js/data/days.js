// @ts-check

const DAY_MS = 86400000;

/** A day by its numbers: others write years before 1000 with fewer digits, and take those before 100 for later ones.
 * @param {number} year @param {number} [month] counted from 0 @param {number} [date] 0 is the last of the month before */
export function dayOf(year, month = 0, date = 1) {
  return new Date(new Date(0).setUTCFullYear(year, month, date)).toISOString().slice(0, 10);
}

/** The same day some years on; the last of February where there is none.
 * @param {string} day @param {number} years */
export function yearFrom(day, years) {
  const [year, month, date] = day.split("-").map(Number);
  const end = Number(dayOf(year + years, month, 0).slice(8));
  return dayOf(year + years, month - 1, Math.min(date, end));
}

/** @param {string} day @param {string} from @param {string} to */
export function within(day, from, to) {
  return day < from ? from : day > to ? to : day;
}

/** @param {string} day @param {number} first year */
export function yearsTo(day, first) {
  return (Date.parse(day) - Date.parse(dayOf(first))) / DAY_MS / 365.25;
}

/** @param {string} day @param {number} first year @returns {number} months since it began */
export function monthOf(day, first) {
  const [year, month] = day.split("-").map(Number);
  return (year - first) * 12 + month - 1;
}

/** @param {number} month since the first year began @param {number} first */
export function lastDayOf(month, first) {
  return dayOf(first, month + 1, 0);
}
