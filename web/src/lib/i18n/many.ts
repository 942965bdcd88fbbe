// SPDX-License-Identifier: EUPL-1.2

/** Counts things in one language: "1 Eingang", "2.000 Eingänge". */
export function many_in(locale: string): (count: number, one: string, more: string) => string {
  return (count, one, more) => `${count.toLocaleString(locale)} ${count === 1 ? one : more}`;
}
