// Times and days as a Russian reader writes them.

const clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });
const withYear = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat("ru", { day: "2-digit", month: "2-digit" });

const at = (seconds) => new Date(seconds * 1000);
const daysAgo = (date) => Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);

export const timeOf = (seconds) => clock.format(at(seconds));

export function dayOf(seconds) {
  const date = at(seconds);
  const ago = daysAgo(date);
  if (ago === 0) return "Сегодня";
  if (ago === 1) return "Вчера";
  return date.getFullYear() === new Date().getFullYear() ? dayAndMonth.format(date) : withYear.format(date).replace(" г.", "");
}

export const listTime = (seconds) => (daysAgo(at(seconds)) === 0 ? timeOf(seconds) : shortDay.format(at(seconds)));
