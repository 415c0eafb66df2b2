import type { TimeStyle } from './markdown.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The units of a relative time, each with the count at which the next one takes over. */
const units: readonly {
  readonly unit: Intl.RelativeTimeFormatUnit;
  readonly length: number;
  readonly until: number;
}[] = [
  { unit: 'second', length: second, until: 60 },
  { unit: 'minute', length: minute, until: 60 },
  { unit: 'hour', length: hour, until: 24 },
  { unit: 'day', length: day, until: 30 },
  { unit: 'month', length: 30.44 * day, until: 12 },
  { unit: 'year', length: 365.25 * day, until: Number.POSITIVE_INFINITY },
];

/** How far off a moment is, as `in 3 days` or `2 minutes ago`. */
export function relativeTime(difference: number, locale: string): string {
  const size = Math.abs(difference);
  // Rounded before it is compared, so that 59.6 minutes are an hour and not 60 minutes.
  const found = units.find(({ length, until }) => Math.round(size / length) < until);
  const { unit, length } = found ?? { unit: 'second' as const, length: second };
  return relativeFormat(locale).format(Math.sign(difference) * Math.round(size / length), unit);
}

/** A time stamp as Discord writes it. */
export function writtenTime(at: number, style: TimeStyle, now: number, locale: string): string {
  return style === 'R' ? relativeTime(at - now, locale) : dateFormat(locale, style).format(at);
}

/** The time beside a message's author: the hour today, `Yesterday at …`, or the date. */
export function messageTime(at: number, now: number, locale: string): string {
  const time = dateFormat(locale, 't').format(at);
  const days = Math.round((startOfDay(now) - startOfDay(at)) / day);
  if (days === 0) return time;
  return days === 1 ? `Yesterday at ${time}` : `${dateFormat(locale, 'd').format(at)}, ${time}`;
}

/** Whether two moments lie on different days where this page is read. */
export function isOtherDay(one: number, other: number): boolean {
  return startOfDay(one) !== startOfDay(other);
}

/** How far time was moved, as `+3 d 4 h`. */
export function movedBy(ahead: number): string {
  const hours = Math.round(ahead / hour);
  const parts = [Math.floor(hours / 24) > 0 && `${Math.floor(hours / 24)} d`, hours % 24 > 0 && `${hours % 24} h`];
  const text = parts.filter((part) => part !== false).join(' ');
  return text === '' ? '+0 h' : `+${text}`;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const styles: Record<Exclude<TimeStyle, 'R'>, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

// Making a formatter costs more than using it a thousand times, and every message has a time.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function dateFormat(locale: string, style: Exclude<TimeStyle, 'R'>): Intl.DateTimeFormat {
  return kept(dateFormats, `${locale} ${style}`, () => new Intl.DateTimeFormat(locale, styles[style]));
}

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  return kept(relativeFormats, locale, () => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }));
}

function kept<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
