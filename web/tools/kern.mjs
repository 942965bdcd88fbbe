// SPDX-License-Identifier: EUPL-1.2
// Takes from the design system's style sheet what the screens use: tokens, ground rules and the components named here.
// Its utility classes and grid are left out (three quarters of the file). Changes nothing inside a rule.

const USED = /^\.kern-(btn|label|form-input|hint|error|body|icon|sr-only|dark|light)(?![a-z])/;

/** Top-level statements of a style sheet; braces inside strings do not count. */
export function statements(css) {
  const found = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < css.length; at += 1) {
    const sign = css[at];
    if (quote) {
      if (sign === "\\") at += 1;
      else if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{") depth += 1;
    else if (sign === "}" || (sign === ";" && depth === 0)) {
      if (sign === "}") depth -= 1;
      if (depth === 0) {
        found.push(css.slice(start, at + 1));
        start = at + 1;
      }
    }
  }
  return found;
}

function wanted(selector) {
  const classes = selector.match(/\.kern-[a-z-]+/g) ?? [];
  return classes.every((name) => USED.test(name));
}

export function subset(css) {
  return statements(css.replace(/\/\*[\s\S]*?\*\//g, ""))
    .map((statement) => {
      const open = statement.indexOf("{");
      const head = statement.slice(0, open).trim();
      if (open < 0 || head.startsWith("@font-face") || head.startsWith("@keyframes")) return statement;
      if (head.startsWith("@")) {
        const inner = subset(statement.slice(open + 1, -1));
        return inner ? `${head}{${inner}}` : "";
      }
      const kept = head.split(/,(?![^()]*\))/).filter(wanted);
      return kept.length > 0 ? `${kept.join(",")}${statement.slice(open)}` : "";
    })
    .join("");
}

/** Vite plugin. */
export function kern_subset() {
  return {
    name: "kern-subset",
    enforce: "pre",
    transform: (css, id) => (/@kern-ux\/native\/dist\/kern\.min\.css/.test(id) ? { code: subset(css), map: null } : undefined),
  };
}
