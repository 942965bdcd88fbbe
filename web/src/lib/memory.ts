// SPDX-License-Identifier: EUPL-1.2
// Small settings of the screen in the browser's storage; never content of post. Works without storage too.

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`leitstand.${key}`, value);
  } catch {
    // Storage may be switched off; the setting then holds until the page is left.
  }
}

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`leitstand.${key}`);
  } catch {
    return null;
  }
}
