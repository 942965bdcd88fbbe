// SPDX-License-Identifier: EUPL-1.2
// One item as the server would give it, with signs outside the first plane and mark-up in every field.
import type { Finding, ItemView } from "../src/api/client";

export const SCRIPT = `<img src=x onerror="globalThis.caught=1"><script>globalThis.caught=1</script>`;
const body = `🏠🏠 Guten Tag,\nich möchte Wohngeld. 👩‍👧 Miete 640,00 Euro.\n${SCRIPT}`;
const enclosure = "Seite eins 😟\nSeite zwei: IBAN DE02 1203 0000 0000 2020 51";
export const text = `${body}\f${enclosure}`;

const points = (words: string): number => [...words].length;

export function finding(id: string, kind: Finding["kind"], key: string, value: string, words: string, more: Partial<Finding> = {}): Finding {
  const start = points(text.slice(0, text.indexOf(words)));
  return {
    id, version: 1, kind, key, value, role: null, group: null, probability: null, suggested: true, function: "sort", function_version: "1.0",
    state: "open", decided_by: "", decided_at: null, 
    explanation: { score: 0.5, intercept: -1, reasons: [{ feature: SCRIPT, amount: 2, spans: [] }, { feature: "kein", amount: -0.25, spans: [] }], others: { count: 3, amount: -0.25 } },
    evidence: [{ part: 0, page: 1, start, end: start + points(words), text: words }], ...more,
  };
}

export function sample(): ItemView {
  const second = points(body) + 1;
  const page_two = second + points("Seite eins 😟\n");
  return {
    id: "0".repeat(32), receipt_number: "2026-000001-7", arrived_at: "2026-11-27T08:00:00Z", receipt_date: "2026-11-27", receipt_date_source: "channel",
    receipt_date_history: [], channel: "upload", state: "ready", reason: "", name: SCRIPT, size_bytes: 1, sha256: "00", version: 1, text,
    pages: [
      { part: 0, number: 1, start: 0, end: points(body), width: 0, height: 0, turned: 0, source: "text", marks: [], drawable: false },
      { part: 1, number: 1, start: second, end: page_two - 1, width: 595, height: 842, turned: 0, source: "text", marks: ["handwriting"], drawable: true },
      { part: 1, number: 2, start: page_two, end: points(text), width: 842, height: 595, turned: 90, source: "both", marks: ["hidden_text"], drawable: true },
    ],
    parts: [
      { number: 0, name: "", media_type: "text/plain", status: "read", reason: "", start: 0, end: points(body), downloadable: false },
      { number: 1, name: SCRIPT, media_type: "application/pdf", status: "read", reason: "", start: second, end: points(text), downloadable: true },
    ],
    warnings: [], requests: [], clocks: [], requirements: [], unit: "", mask: null, identical: [], envelope: { subject: SCRIPT, sender_name: SCRIPT },
    unit_finding: { ...finding("unit", "unit", "", "", ""), evidence: [], suggested: false },
    findings: [
      finding("a", "service", "wohngeld", "", "Wohngeld"),
      finding("b", "field", "amount", "640.00", "640,00 Euro"),
      finding("c", "field", "amount", "640.00", "Miete 640,00"),
      finding("d", "field", "iban", "DE02120300000000202051", "DE02 1203 0000 0000 2020 51"),
    ],
  };
}
