// SPDX-License-Identifier: EUPL-1.2
// Who is signed in, and when the session ends. Work at the screen counts as well as calls: a person who reads a long
// text is not signed out, a person who went away is, even if the inbox asks for news.
import { http, on_session, outcome, type Session } from "../api/client";
import type { Problem } from "../api/problem";
import { i18n } from "./i18n/index.svelte";
import { SCREENS, type Right } from "./rights";
import { safe_target } from "./router.svelte";
import { settings } from "./settings.svelte";

const WARN_MS = 120_000;
const TICK_MS = 1_000;
/** Server and screen must not drift apart: after this share of the idle time a call is made. */
const PING_SHARE = 0.2;

class SessionState {
  value: Session | undefined = $state.raw(undefined);
  problem: Problem | undefined = $state.raw(undefined);
  known = $state(false);
  /** Seconds until the end while the warning shows, else nothing. */
  ends_in_s: number | undefined = $state(undefined);
  private last_act = Date.now();
  private last_call = Date.now();
  private leaving = false;

  start(): void {
    on_session({
      signed_out: () => this.ended(),
      answered: () => {
        this.last_call = Date.now();
      },
    });
    for (const kind of ["pointerdown", "keydown", "wheel", "pointermove", "touchstart"])
      addEventListener(kind, () => this.act(), { passive: true, capture: true });
    setInterval(() => this.tick(), TICK_MS);
  }

  async load(): Promise<void> {
    const answer = await outcome(http.GET("/session"), "quiet");
    this.known = true;
    if (answer.ok) this.enter(answer.value);
    else if (answer.problem.status === 401) this.value = undefined;
    else this.problem = answer.problem;
  }

  enter(session: Session): void {
    this.value = session;
    this.problem = undefined;
    this.last_act = Date.now();
    this.last_call = Date.now();
    this.ends_in_s = undefined;
    this.leaving = false;
  }

  /** Whether the account has one of these rights. */
  may(...rights: Right[]): boolean {
    return rights.some((right) => this.value?.rights.includes(right) ?? false);
  }

  /** The first screen that the account may see. */
  get home(): string {
    return SCREENS.find((screen) => this.may(...screen.rights))?.href ?? "/werkbank/eingang";
  }

  /** Whether the person is at work: background calls stop when not, so that they do not keep a session alive. */
  get present(): boolean {
    return this.value !== undefined && Date.now() - this.last_act < this.idle_ms - WARN_MS;
  }

  async extend(): Promise<boolean> {
    const answer = await outcome(http.GET("/session"));
    if (!answer.ok) return false;
    this.enter(answer.value);
    return true;
  }

  async sign_out(why: "asked" | "idle" = "asked"): Promise<Problem | undefined> {
    this.leaving = true;
    const answer = await outcome(http.DELETE("/session"), "quiet");
    if (!answer.ok && answer.problem.status !== 401) {
      this.leaving = false;
      return answer.problem;
    }
    // The server has the browser clear what it keeps for this site; light or dark and the language are no secrets.
    void i18n.choose(i18n.language);
    settings.keep();
    this.value = undefined;
    this.ends_in_s = undefined;
    const back = why === "idle" ? `&weiter=${encodeURIComponent(current_address())}` : "";
    leave_for(`/werkbank/anmelden?grund=${why === "idle" ? "sitzung" : "abgemeldet"}${back}`);
    return undefined;
  }

  private get idle_ms(): number {
    return (this.value?.idle_minutes ?? 30) * 60_000;
  }

  private ended(): void {
    if (this.leaving) return;
    this.leaving = true;
    leave_for(`/werkbank/anmelden?grund=sitzung&weiter=${encodeURIComponent(current_address())}`);
  }

  private act(): void {
    // While the warning shows, only its button extends the session.
    if (this.ends_in_s !== undefined) return;
    this.last_act = Date.now();
  }

  private tick(): void {
    if (!this.value || this.leaving) return;
    const now = Date.now();
    const left = this.last_act + this.idle_ms - now;
    if (left <= 0) {
      void this.sign_out("idle");
      return;
    }
    if (left <= WARN_MS) {
      this.ends_in_s = Math.ceil(left / 1000);
      return;
    }
    if (this.last_act > this.last_call && now - this.last_call > this.idle_ms * PING_SHARE) {
      this.last_call = now;
      void outcome(http.GET("/session"));
    }
  }
}

/** A new page, not a new screen: nothing of the account that leaves stays in memory for the next one. */
function leave_for(address: string): void {
  location.assign(address);
}

function current_address(): string {
  return safe_target(location.pathname + location.search + location.hash, "");
}

export const session = new SessionState();
