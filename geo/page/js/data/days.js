// @ts-check

const DAY_MS = 86400000;

/** The same day some years on; the last of February where there is none.
 * @param {string} day @param {number} years */
export function yearFrom(day, years) {
  const [year, month, date] = day.split("-").map(Number);
  const end = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(date, end))).toISOString().slice(0, 10);
}

/** @param {string} day @param {string} from @param {string} to */
export function within(day, from, to) {
  return day < from ? from : day > to ? to : day;
}

/** @param {string} day @param {number} first year */
export function yearsTo(day, first) {
  return (Date.parse(day) - Date.UTC(first, 0)) / DAY_MS / 365.25;
}

/** @param {string} day @param {number} first year @returns {number} months since it began */
export function monthOf(day, first) {
  const [year, month] = day.split("-").map(Number);
  return (year - first) * 12 + month - 1;
}

/** @param {number} month since the first year began @param {number} first */
export function lastDayOf(month, first) {
  return new Date(Date.UTC(first, month + 1, 0)).toISOString().slice(0, 10);
}
