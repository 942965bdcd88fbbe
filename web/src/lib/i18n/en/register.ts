// SPDX-License-Identifier: EUPL-1.2
import type { register as german } from "../de/register";
import { many_in } from "../many";

const many = many_in("en-GB");

export const register: typeof german = {
  register: {
    lead: "The public register shows everybody what the dossier says. Visitors see the last publication; only the mode is the present one.",
    none_yet: "This entry is not public yet.",
    public_since: (number: number, when: string) => `Number ${number.toLocaleString("en-GB")} of ${when} is public.`,
    to_public: "See the public page",
    missing: (count: number) => `What is still to be done: ${many(count, "point", "points")}`,
    nothing_missing: "The entry is complete and says what the dossier says.",
    changed: "Changed since the last publication",
    nothing_changed: "Nothing has changed since the last publication.",
    parts: { figures: "figures", risks: "risks", participation: "participation", release: "running version" },
    preview: "Preview",
    preview_lead: "What the page would look like if you published now (opens a new window):",
    languages: { de: "German", einfach: "Plain German", en: "English" },
    publish: "Publish",
    publish_lead: "What you publish can be read by everybody, now and later. Names of persons do not belong there.",
    not_yet: "You can publish once the statements that are named as missing above are complete.",
    note: "What is new?",
    note_hint: "One sentence for the public, at most 1,000 characters.",
    note_missing: "Say in one sentence what is new.",
    done: "Published.",
    gaps: "Fields of other standards that stay empty",
    gaps_lead: "The entry also appears in the forms of other registers. They say only what the dossier says. A required field that the dossier does not ask for says “not stated”.",
    no_gaps: "All fields are filled that the dossier asks for.",
    forms: { "nl-1.0": "Dutch algorithm register 1.0", "atrs-3.0": "British standard ATRS 3.0", "cyclonedx-1.6": "CycloneDX 1.6" },
    field: "Field",
    required: "Required",
    filled_by: "Statement that fills it",
    not_asked: "The dossier does not ask for it",
    yes: "yes",
    no: "no",
    history: "Publications",
    number: "No.",
    when: "on",
    by: "by (inside only)",
    what: "What was new",
    changes: "Changed statements",
    version: "Version",
  },
};
