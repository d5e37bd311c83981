/** Dates as Slack's `<!date^…>` tokens ask for them, in the reader's own language and time zone. */

const DAY = 86400;

const FORMATS = {
  date_num: null,
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_long_full: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_long_pretty: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_pretty: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_short_full: { year: "numeric", month: "short", day: "numeric" },
  date_short_pretty: { year: "numeric", month: "short", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

function formatter(reader, options) {
  const zone = reader?.tz || undefined;
  try {
    return new Intl.DateTimeFormat(localeOf(reader), { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en", options);
  }
}

/** The reader's language as the browser's formatters want it. */
export function localeOf(reader) {
  return (reader?.locale || "en-US").replace("_", "-");
}

/** `2026-08-03` for an instant (seconds), where the reader is. */
export function isoDay(seconds, reader) {
  const parts = formatter({ tz: reader?.tz, locale: "en-CA" }, { year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(new Date(seconds * 1000));
}

/** `14:05`, where the reader is. */
export function clockTime(seconds, reader) {
  return formatter(reader, FORMATS.time).format(new Date(seconds * 1000));
}

/** Day and time in full, for titles. */
export function fullTime(seconds, reader) {
  return formatter(reader, { ...FORMATS.date_long, ...FORMATS.time_secs }).format(new Date(seconds * 1000));
}

/** `Monday, 3 August`, or the words for today and yesterday. */
export function dayName(seconds, reader) {
  return nearDay(seconds, reader, true) ?? formatter(reader, FORMATS.date_long).format(new Date(seconds * 1000));
}

function nearDay(seconds, reader, capital = false) {
  const now = Date.now() / 1000;
  const days = { [isoDay(now, reader)]: 0, [isoDay(now - DAY, reader)]: -1, [isoDay(now + DAY, reader)]: 1 };
  const offset = days[isoDay(seconds, reader)];
  if (offset === undefined) return undefined;
  const word = new Intl.RelativeTimeFormat(localeOf(reader), { numeric: "auto" }).format(offset, "day");
  return capital ? word.charAt(0).toLocaleUpperCase(localeOf(reader)) + word.slice(1) : word;
}

function ago(seconds, reader) {
  const difference = seconds - Date.now() / 1000;
  const units = [
    ["day", DAY],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(difference) >= length) ?? units[3];
  return new Intl.RelativeTimeFormat(localeOf(reader), { numeric: "auto" }).format(Math.round(difference / size), unit);
}

function token(name, seconds, reader) {
  if (name === "date_num") return isoDay(seconds, reader);
  if (name === "ago") return ago(seconds, reader);
  if (name === "day_divider_pretty") return dayName(seconds, reader);
  if (!(name in FORMATS)) return undefined;
  const near = name.endsWith("_pretty") ? nearDay(seconds, reader) : undefined;
  return near ?? formatter(reader, FORMATS[name]).format(new Date(seconds * 1000));
}

/** Fill a template such as `Due {date_short} at {time}`; an unknown token gives the fallback. */
export function formatDate(seconds, template, reader, fallback) {
  let known = Number.isFinite(seconds);
  const text = template.replace(/\{(\w+)\}/g, (_, name) => {
    const words = known ? token(name, seconds, reader) : undefined;
    if (words === undefined) known = false;
    return words ?? "";
  });
  return known ? text : (fallback ?? template);
}

/** Seconds since 1970 of a wall-clock value such as `2026-08-03T09:30` in the reader's zone. */
export function instantOf(local, reader) {
  const asUtc = Date.parse(`${local}Z`) / 1000;
  const shown = Date.parse(`${wallClock(asUtc, reader)}Z`) / 1000;
  return asUtc - (shown - asUtc);
}

/** The wall-clock value `2026-08-03T09:30` of an instant in the reader's zone. */
export function wallClock(seconds, reader) {
  const parts = formatter(
    { tz: reader?.tz, locale: "en-CA" },
    { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  );
  return `${isoDay(seconds, reader)}T${parts.format(new Date(seconds * 1000))}`;
}
