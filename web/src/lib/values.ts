// SPDX-License-Identifier: EUPL-1.2
// Values as people type them, and as the server keeps them: days ISO, sums with a point and two decimals, identifiers in
// capitals without spaces.

const IDENTIFIERS = new Set([
  "iban", "vsnr", "steuer_id", "kvnr", "betriebsnummer", "ik", "kindergeldnummer", "kundennummer", "bg_nummer", "aktenzeichen",
]);

export function is_day(key: string): boolean {
  return key.endsWith("_date");
}

/** What stands in the input before anything is typed. */
export function typed_from(key: string, value: string, locale: string): string {
  if (key !== "amount" || !/^-?\d+\.\d{2}$/.test(value)) return value;
  return locale.startsWith("de") ? value.replace(".", ",") : value;
}

/** What is sent; empty if it cannot be such a value. */
export function value_from(key: string, typed: string): string {
  const words = typed.trim().replace(/\s+/g, " ");
  if (key === "amount") return amount_from(words);
  if (IDENTIFIERS.has(key)) return words.replace(/\s/g, "").toUpperCase();
  if (is_day(key)) return /^\d{4}-\d{2}-\d{2}$/.test(words) ? words : "";
  return words;
}

/** With a decimal comma as in German, or a decimal point; the other sign may part the thousands. */
function amount_from(words: string): string {
  const plain = words.replace(/(€|Euro|EUR)/gi, "").replace(/[\s']/g, "");
  const parts =
    /^(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/.exec(plain) ?? /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/.exec(plain);
  if (!parts) return "";
  const whole = (parts[2] ?? "").replace(/[.,]/g, "").replace(/^0+(?=\d)/, "");
  return `${parts[1] ?? ""}${whole}.${(parts[3] ?? "").padEnd(2, "0")}`;
}
