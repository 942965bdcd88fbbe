// SPDX-License-Identifier: EUPL-1.2
// Names for the keys of the authority's catalogue, fetched once per page.
import { http, outcome, type Catalogue, type CatalogueEntry, type Finding } from "../api/client";
import { i18n } from "./i18n/index.svelte";

type Group = "services" | "acts" | "themes" | "document_types" | "fields" | "units";

export const GROUP_OF_KIND: Record<Finding["kind"], Group> = {
  service: "services",
  act: "acts",
  theme: "themes",
  document: "document_types",
  field: "fields",
  unit: "units",
};

class CatalogueState {
  value: Catalogue | undefined = $state.raw(undefined);
  private running: Promise<void> | undefined;
  private readonly names = $derived.by(() => names_of(this.value));

  load(): Promise<void> {
    this.running ??= outcome(http.GET("/catalogue")).then((answer) => {
      if (answer.ok) this.value = answer.value;
      else this.running = undefined;
    });
    return this.running;
  }

  entry(group: Group, key: string): CatalogueEntry | undefined {
    return this.names.get(`${group}/${key}`);
  }

  /** The name in the language of the screen; the key itself where the catalogue does not know it. */
  name(group: Group, key: string): string {
    const entry = this.entry(group, key);
    if (!entry) return key;
    return i18n.language === "en" && entry.name_en ? entry.name_en : entry.name;
  }

  entries(group: Group): CatalogueEntry[] {
    return this.value?.[group] ?? [];
  }
}

function names_of(catalogue: Catalogue | undefined): Map<string, CatalogueEntry> {
  const names = new Map<string, CatalogueEntry>();
  if (!catalogue) return names;
  for (const group of ["services", "acts", "themes", "document_types", "fields", "units"] as const)
    for (const entry of catalogue[group]) names.set(`${group}/${entry.key}`, entry);
  return names;
}

export const catalogue = new CatalogueState();
