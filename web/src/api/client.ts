// SPDX-License-Identifier: EUPL-1.2
// The one way to the server. Answers are typed by the interface description; a failure comes back as a Problem and is
// never thrown, except for a call that was given up on purpose (AbortError).
import createClient from "openapi-fetch";
import { problem_of, unreachable, type Problem } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Session = Schemas["Session"];
export type ItemRow = Schemas["ItemRow"];
export type ItemPage = Schemas["ItemPage"];
export type ItemView = Schemas["ItemView"];
export type ItemCounts = Schemas["ItemCounts"];
export type Finding = Schemas["Finding"];
export type Evidence = Schemas["Evidence"];
export type SecondLook = Schemas["SecondLook"];
export type LegalClock = Schemas["LegalClock"];
export type Requirement = Schemas["Requirement"];
export type Relation = Schemas["Relation"];
export type FindingDecision = Schemas["FindingDecision"];
export type Catalogue = Schemas["Catalogue"];
export type CatalogueEntry = Schemas["CatalogueEntry"];
export type Receipt = Schemas["Receipt"];
export type Receipts = Schemas["Receipts"];
export type Account = Schemas["Account"];
export type Functions = Schemas["Functions"];
export type Quality = Schemas["Quality"];
export type QualityModel = Schemas["QualityModel"];
export type QualityKind = Schemas["QualityKind"];
export type QualityFigures = Schemas["QualityFigures"];
export type QualityInterval = Schemas["QualityInterval"];
export type System = Schemas["System"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditPage = Schemas["AuditPage"];
export type AuditLog = Schemas["AuditLog"];

export const API = "/api/v1";

export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem };

interface Hooks {
  /** The session has ended, or there is none. */
  signed_out: () => void;
  /** The server has answered: the session's idle time begins anew. */
  answered: () => void;
}

let hooks: Hooks = { signed_out: () => undefined, answered: () => undefined };

export function on_session(next: Hooks): void {
  hooks = next;
}

export function session_ended(): void {
  hooks.signed_out();
}

export const http = createClient<paths>({ baseUrl: API, credentials: "same-origin" });

/** A new key for each act of a person; the same one for each try of that act. */
export function idempotency_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function act_header(key: string = idempotency_key()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

interface RawAnswer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export async function outcome<T>(call: Promise<RawAnswer<T>>, watch: "session" | "quiet" = "session"): Promise<Outcome<T>> {
  let answer: RawAnswer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    return { ok: false, problem: unreachable() };
  }
  if (answer.response.ok) {
    hooks.answered();
    return { ok: true, value: answer.data as T };
  }
  if (answer.response.status === 401 && watch === "session") hooks.signed_out();
  return { ok: false, problem: problem_of(answer.error, answer.response.status) };
}
