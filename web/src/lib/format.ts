// SPDX-License-Identifier: EUPL-1.2
// Dates, times and sizes as people read them. Days come as ISO dates, instants as RFC 3339; both are shown in Berlin time.

const ZONE = "Europe/Berlin";

export function day(iso: string, locale: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 12));
  return new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(date);
}

export function moment(rfc3339: string, locale: string): string {
  const date = new Date(rfc3339);
  if (Number.isNaN(date.getTime())) return rfc3339;
  return new Intl.DateTimeFormat(locale, {
    day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: ZONE,
  }).format(date);
}

export function clock(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone: ZONE }).format(date);
}

/** Today in Berlin as an ISO date. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: ZONE }).format(now);
}

export function size(bytes: number, locale: string): string {
  const units = ["Byte", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit + 1 < units.length) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${units[unit]}`;
}

/** A normalised field value in the usual way of writing; unknown forms stay as they are. */
export function field_value(key: string, value: string, locale: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value, locale);
  if (key === "amount" && /^-?\d+\.\d{2}$/.test(value))
    return Number(value).toLocaleString(locale, { style: "currency", currency: "EUR" });
  if (key === "iban") return value.replace(/(.{4})(?=.)/g, "$1 ");
  return value;
}

/** The name of a language by its code of ISO 639-1; the code itself where it is none. */
export function language_name(code: string, locale: string): string {
  try {
    return code ? (new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code) : "";
  } catch {
    return code;
  }
}
