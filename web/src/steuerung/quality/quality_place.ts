// SPDX-License-Identifier: EUPL-1.2
// What the page shows, and its form in the address: /steuerung/guete?art=act&reihe=name
import type { Quality, QualityKind, QualityModel } from "../../api/client";
import type { Place } from "../../lib/router.svelte";

export type Kind = QualityKind["kind"];
export type Order = "mistakes" | "name";

export interface QualityPlace {
  /** Nothing: the first kind that has figures. */
  kind: Kind | undefined;
  order: Order;
}

const KIND_NAMES: Record<Kind, string> = { service: "leistung", act: "anliegen", theme: "dringlichkeit" };

export function place_of(place: Pick<Place, "query">): QualityPlace {
  const named = place.query.get("art");
  const kind = (Object.keys(KIND_NAMES) as Kind[]).find((one) => KIND_NAMES[one] === named);
  return { kind, order: place.query.get("reihe") === "name" ? "name" : "mistakes" };
}

export function address_of(place: QualityPlace): string {
  const query = new URLSearchParams();
  if (place.kind) query.set("art", KIND_NAMES[place.kind]);
  if (place.order === "name") query.set("reihe", "name");
  const text = query.toString();
  return `/steuerung/guete${text ? `?${text}` : ""}`;
}

export interface Measured {
  model: QualityModel;
  figures: QualityKind;
}

/** Everything that has figures, in the order of the functions. */
export function measured_of(quality: Quality): Measured[] {
  return quality.functions.flatMap(({ model }) => (model ? model.kinds.map((figures) => ({ model, figures })) : []));
}

/** What the address asks for; the first where it asks for nothing, or for what is not there. */
export function chosen_of(measured: readonly Measured[], kind: Kind | undefined): Measured | undefined {
  return measured.find((one) => one.figures.kind === kind) ?? measured[0];
}
