// SPDX-License-Identifier: EUPL-1.2
// Files on their way to the server: two at a time, each with its own key, so that a retry makes no second item. Outlives
// the screen, so that a person can go on working while files are sent.
import { idempotency_key, type Receipt } from "../api/client";
import type { Problem } from "../api/problem";
import { send_file } from "../api/upload";

const AT_ONCE = 2;
/** The server's limit for one item (item_size_bytes_max). */
const FILE_BYTES_MAX = 50 * 1024 * 1024;
export const TOO_LARGE = "web.too_large";

export interface DateGiven {
  date: string;
  reason: string;
}

export class Sending {
  state: "waiting" | "sending" | "storing" | "done" | "failed" = $state("waiting");
  share = $state(0);
  receipt: Receipt | undefined = $state.raw(undefined);
  problem: Problem | undefined = $state.raw(undefined);
  readonly key = idempotency_key();

  constructor(readonly number: number, readonly file: File, readonly given: DateGiven | undefined) {}
}

class UploadQueue {
  list: Sending[] = $state([]);
  private running = 0;
  private last_number = 0;

  get done(): number {
    return this.list.filter((one) => one.state === "done").length;
  }

  add(files: Iterable<File>, given: DateGiven | undefined, on_done: (sending: Sending) => void): void {
    for (const file of files) {
      this.last_number += 1;
      const sending = new Sending(this.last_number, file, given);
      this.list.push(sending);
    }
    this.start(on_done);
  }

  retry(sending: Sending, on_done: (sending: Sending) => void): void {
    sending.state = "waiting";
    sending.problem = undefined;
    this.start(on_done);
  }

  private start(on_done: (sending: Sending) => void): void {
    while (this.running < AT_ONCE) {
      const next = this.list.find((one) => one.state === "waiting");
      if (!next) return;
      next.state = "sending";
      this.running += 1;
      void this.send(next).finally(() => {
        this.running -= 1;
        on_done(next);
        this.start(on_done);
      });
    }
  }

  private async send(sending: Sending): Promise<void> {
    sending.share = 0;
    if (sending.file.size > FILE_BYTES_MAX) {
      // Said before minutes are spent on sending it.
      sending.problem = { type: "about:blank", title: "", status: 413, key: TOO_LARGE, lost: false };
      sending.state = "failed";
      return;
    }
    const answer = await send_file({
      file: sending.file,
      key: sending.key,
      given: sending.given,
      on_progress: (share) => {
        sending.share = share;
        if (share >= 1) sending.state = "storing";
      },
    });
    if (!answer.ok) {
      sending.problem = answer.problem;
      sending.state = "failed";
      return;
    }
    sending.receipt = answer.value;
    sending.state = "done";
  }
}

export const uploads = new UploadQueue();
