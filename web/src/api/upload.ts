// SPDX-License-Identifier: EUPL-1.2
// Sends one file with progress. XMLHttpRequest, because fetch tells nothing about what has been sent.
import { API, session_ended, type Outcome, type Receipt, type Receipts } from "./client";
import { problem_of, unreachable } from "./problem";

export interface FileToSend {
  file: File;
  /** The same for every try, so that the server takes the file once. */
  key: string;
  /** The legal date of receipt and how it is known; none: today. */
  given: { date: string; reason: string } | undefined;
  on_progress: (share: number) => void;
}

export function send_file(what: FileToSend): Promise<Outcome<Receipt>> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    // Fields before the file: the server reads the body as a stream.
    if (what.given) {
      form.append("receipt_date", what.given.date);
      form.append("receipt_date_reason", what.given.reason);
    }
    form.append("file", what.file, what.file.name);
    request.open("POST", `${API}/items`);
    request.setRequestHeader("Idempotency-Key", what.key);
    request.setRequestHeader("Accept", "application/json, application/problem+json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) what.on_progress(event.loaded / event.total);
    });
    request.addEventListener("error", () => done({ ok: false, problem: unreachable() }));
    request.addEventListener("abort", () => done({ ok: false, problem: unreachable() }));
    request.addEventListener("load", () => {
      const body = parsed(request.responseText);
      if (request.status === 401) session_ended();
      if (request.status < 200 || request.status >= 300) {
        done({ ok: false, problem: problem_of(body, request.status) });
        return;
      }
      const first = (body as Receipts | undefined)?.receipts[0];
      if (first?.receipt) done({ ok: true, value: first.receipt });
      else done({ ok: false, problem: problem_of(first?.problem, request.status) });
    });
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
