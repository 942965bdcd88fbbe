// SPDX-License-Identifier: EUPL-1.2
// What a screen reader shall say without moving the focus (WCAG 4.1.3); the shell draws the region.

class Live {
  text = $state("");
  private twice = false;

  say(text: string): void {
    // The same words twice in a row count as a change only if something differs.
    this.twice = !this.twice;
    this.text = this.twice ? text : `${text}\u00a0`;
  }
}

export const live = new Live();
