// SPDX-License-Identifier: EUPL-1.2
// The stack of one item: where it came from, what was split or joined, where it might be cut; and the steps a person
// takes. Each answer of the server is the new state of the whole.
import { act_header, http, outcome, type Outcome, type Schemas } from "../../../api/client";
import type { Problem } from "../../../api/problem";
import { Resource } from "../../../lib/resource.svelte";
import type { PageRange } from "./cuts";

export type Stack = Schemas["Stack"];
export type StackStep = Schemas["StackStep"];
export type TransferNote = Schemas["TransferNote"];

export class StackDesk {
  readonly stack: Resource<Stack>;
  problem: Problem | undefined = $state.raw(undefined);
  acting = $state(false);

  constructor(readonly id: string) {
    this.stack = new Resource((signal) => outcome(http.GET("/items/{id}/stack", { params: { path: { id } }, signal })));
  }

  async split(part: number, ranges: PageRange[], means: "content" | "hand"): Promise<boolean> {
    return this.act((version, params) => http.POST("/items/{id}/split", { params, body: { version, part, ranges, means } }));
  }

  async dismiss(): Promise<boolean> {
    return this.act((version, params) => http.POST("/items/{id}/dismiss-split", { params, body: { version } }));
  }

  async undo(kind: "split" | "join"): Promise<boolean> {
    return this.act((version, params) =>
      kind === "split" ? http.POST("/items/{id}/undo-split", { params, body: { version } }) : http.POST("/items/{id}/undo-join", { params, body: { version } }),
    );
  }

  async join(items: string[]): Promise<boolean> {
    return this.act((version, params) => http.POST("/items/{id}/join", { params, body: { version, items } }));
  }

  /** The id of the item with this receipt number; nothing if there is none that may be seen. */
  async find(receipt_number: string): Promise<Outcome<string | undefined>> {
    const answer = await outcome(http.GET("/items", { params: { query: { words: receipt_number, state: "all", count: 2 } } }));
    if (!answer.ok) return answer;
    const wanted = receipt_number.replaceAll(/\s/g, "");
    return { ok: true, value: answer.value.rows.find((row) => row.receipt_number === wanted)?.id };
  }

  private async act(
    call: (version: number, params: { path: { id: string }; header: { "Idempotency-Key": string } }) => Promise<{ data?: Stack; error?: unknown; response: Response }>,
  ): Promise<boolean> {
    const now = this.stack.value;
    if (!now || this.acting) return false;
    this.acting = true;
    this.problem = undefined;
    const answer = await outcome(call(now.version, { path: { id: this.id }, header: act_header() }));
    if (answer.ok) this.stack.value = answer.value;
    else {
      this.problem = answer.problem;
      if (answer.problem.status === 409) await this.stack.load();
    }
    this.acting = false;
    return answer.ok;
  }
}

/** The last split or join that stands: what can be taken back. */
export function last_standing(stack: Stack, kind: "split" | "join"): StackStep | undefined {
  return stack.steps.findLast((step) => step.kind === kind && !step.undone);
}
