// SPDX-License-Identifier: EUPL-1.2
// A small router on the history of the browser. Links inside the area change the screen, all others load a page.
// Search words stand behind the # of the address, so that they never reach a server with the page.

export interface Place {
  path: string;
  query: URLSearchParams;
  fragment: URLSearchParams;
}

export type Match = Record<string, string>;

/** Values of `:names` when the pattern fits the path, else nothing. */
export function match(pattern: string, path: string): Match | undefined {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  if (wanted.length !== given.length) return undefined;
  const values: Match = {};
  for (let index = 0; index < wanted.length; index += 1) {
    const want = wanted[index] as string;
    const have = given[index] as string;
    if (want.startsWith(":")) {
      try {
        values[want.slice(1)] = decodeURIComponent(have);
      } catch {
        return undefined;
      }
    } else if (want !== have) return undefined;
  }
  return values;
}

/** An address of this program, or the fallback: a sign-in never leads to another host. */
export function safe_target(wanted: string | null, fallback: string): string {
  if (!wanted || !/^\/(werkbank|steuerung)(\/|$|\?|#)/.test(wanted)) return fallback;
  if (/^\/werkbank(\/(anmelden|passwort).*|\/)?$/.test(wanted)) return fallback;
  return wanted;
}

function here(): Place {
  return {
    path: location.pathname.replace(/\/+$/, "") || "/",
    query: new URLSearchParams(location.search),
    fragment: new URLSearchParams(location.hash.replace(/^#/, "")),
  };
}

class Router {
  place: Place = $state.raw(here());
  /** Counts screens, not changes of a filter: the page heading takes the focus when it grows. */
  screens = $state(0);
  private area = "";

  start(area: string): void {
    this.area = area;
    addEventListener("popstate", () => this.arrive());
    document.addEventListener("click", (event) => this.follow(event));
  }

  go(address: string, how: "push" | "replace" = "push"): void {
    if (!this.holds(address)) {
      location.assign(address);
      return;
    }
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.arrive();
  }

  private holds(address: string): boolean {
    return address === `/${this.area}` || address.startsWith(`/${this.area}/`);
  }

  private arrive(): void {
    const next = here();
    if (next.path !== this.place.path) this.screens += 1;
    this.place = next;
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
    if (link.origin !== location.origin || !this.holds(link.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();
