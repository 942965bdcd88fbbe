// SPDX-License-Identifier: EUPL-1.2
// What the entries are narrowed to, and its form in the address. An account names a person: it stands behind the #.
import type { AuditLog } from "../../api/client";
import { day } from "../../lib/format";
import type { Texts } from "../../lib/i18n/de";
import type { Place } from "../../lib/router.svelte";

export interface LogFilter {
  type: string;
  /** First and last day, ISO. */
  from: string;
  to: string;
  /** A receipt number, or the number of an entry. */
  record: string;
  account: string;
}

export const NO_FILTER: LogFilter = { type: "", from: "", to: "", record: "", account: "" };

const NAMES = { type: "art", from: "von", to: "bis", record: "eintrag" } as const;
const LENGTH_MAX = 64;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const RECEIPT_NUMBER = /^\d{4}-\d{6,}-\d$/;

export function record_fits(record: string): boolean {
  return record === "" || RECEIPT_NUMBER.test(record) || /^\d{1,15}$/.test(record);
}

export function filter_of(place: Pick<Place, "query" | "fragment">): LogFilter {
  const filter = { ...NO_FILTER };
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) filter[key] = (place.query.get(NAMES[key]) ?? "").slice(0, LENGTH_MAX);
  if (!DAY.test(filter.from)) filter.from = "";
  if (!DAY.test(filter.to)) filter.to = "";
  if (!record_fits(filter.record)) filter.record = "";
  filter.account = (place.fragment.get("konto") ?? "").slice(0, LENGTH_MAX);
  return filter;
}

export function address_of(filter: LogFilter): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(NAMES) as (keyof typeof NAMES)[]) if (filter[key]) query.set(NAMES[key], filter[key]);
  const fragment = filter.account ? `#${new URLSearchParams({ konto: filter.account }).toString()}` : "";
  const text = query.toString();
  return `/steuerung/protokoll${text ? `?${text}` : ""}${fragment}`;
}

export function narrows(filter: LogFilter): boolean {
  return Object.values(filter).some((value) => value !== "");
}

/** The filter in words, for paper. */
export function filter_words(filter: LogFilter, types: AuditLog["types"], t: Texts): string {
  const type = types.find((one) => one.key === filter.type);
  const values: [string, string][] = [
    [t.audit.type, type ? (t.code === "en" ? type.name_en : type.name) : filter.type],
    [t.audit.from, filter.from && day(filter.from, t.locale)],
    [t.audit.to, filter.to && day(filter.to, t.locale)],
    [t.audit.record, filter.record],
    [t.audit.account, filter.account],
  ];
  return values
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`)
    .join("; ");
}

/** What the server wants to hear; empty values are left out. */
export function query_of(filter: LogFilter): { type?: string; from?: string; to?: string; item?: string; position?: number; account?: string } {
  const { record, ...rest } = filter;
  const query = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  if (record === "") return query;
  return RECEIPT_NUMBER.test(record) ? { ...query, item: record } : { ...query, position: Number(record) };
}
