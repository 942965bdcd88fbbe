// SPDX-License-Identifier: EUPL-1.2
#include "govern/register/style.hpp"

namespace leitstand {

namespace {

constexpr std::string_view kStyle = R"css(:root {
  color-scheme: light dark;
  --page: oklch(96.72% 0.0041 271.37);
  --surface: #fff;
  --line: oklch(86.57% 0.0195 276.31);
  --line-strong: oklch(62.99% 0.0486 276.6);
  --text: oklch(20.23% 0.0321 277.67);
  --muted: oklch(42% 0.05 277);
  --action: oklch(40% 0.13 262);
  --plain: oklch(91.08% 0.0124 276.09);
  --good: oklch(93% 0.045 190);
  --watch: oklch(94% 0.05 75);
  --watch-line: oklch(58% 0.14 55);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #000;
    --surface: oklch(20.23% 0.0321 277.67);
    --line: oklch(33.39% 0.0479 277.01);
    --line-strong: oklch(62.99% 0.0486 276.6);
    --text: oklch(96.72% 0.0041 271.37);
    --muted: oklch(80% 0.03 277);
    --action: oklch(80% 0.09 262);
    --plain: oklch(33.39% 0.0479 277.01);
    --good: oklch(35% 0.06 190);
    --watch: oklch(33% 0.07 60);
    --watch-line: oklch(75% 0.14 65);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 "Fira Sans", "Noto Sans", system-ui, sans-serif; overflow-wrap: break-word;
}
a { color: var(--action); }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--surface); padding: 0.5rem; z-index: 1; }
header, footer { background: var(--surface); border-bottom: 1px solid var(--line); }
footer { border: 0; border-top: 1px solid var(--line); margin-top: 3rem; }
.bar, main { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1rem; }
.bar { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; justify-content: space-between; align-items: center; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.bar a { display: inline-block; padding: 0.25rem 0; }
.brand { font-weight: 600; text-decoration: none; color: var(--text); }
.languages a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 2px solid; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 1.25rem 0 0.75rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0 0 0.75rem; max-width: 45rem; }
.lead { font-size: 1.0625rem; }
.muted, .count { color: var(--muted); }
.note { border-left: 4px solid var(--watch-line); background: var(--watch); padding: 0.5rem 0.75rem; }
.mark { display: inline-block; padding: 0 0.5rem; border-radius: 4px; border: 1px solid transparent; background: var(--plain); font-size: 0.875rem; font-weight: 400; line-height: 1.6; }
.mark.assist, .mark.act { background: var(--good); }
.mark.shadow { background: transparent; border-color: var(--line-strong); }
.mark.example { background: var(--watch); border-color: var(--watch-line); }
.search { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin: 1rem 0; }
.search > div { display: flex; flex-direction: column; gap: 0.25rem; min-width: 0; flex: 1 1 14rem; }
label { font-weight: 600; }
input, select, button { font: inherit; min-height: 2.75rem; width: 100%; padding: 0.5rem 0.75rem; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--surface); color: var(--text); }
button { width: auto; background: var(--action); color: var(--surface); border-color: transparent; font-weight: 600; cursor: pointer; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.75rem; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; }
.card h2 { margin: 0 0 0.25rem; font-size: 1.125rem; }
.card p:last-child { margin: 0; }
.pages { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1.25rem 0; }
dl { margin: 0.5rem 0; }
dt { font-weight: 600; margin-top: 0.5rem; }
dd { margin: 0; }
.pairs { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; border-top: 1px solid var(--line); padding-top: 0.75rem; }
.pairs dt { margin: 0; }
.table { overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-top: 1px solid var(--line); font-weight: 400; }
tbody th { min-width: 12rem; }
thead th { border: 0; font-weight: 600; color: var(--muted); }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td { min-width: 5rem; }
tbody .name th { background: var(--page); font-weight: 600; }
tbody .name .muted { font-weight: 400; font-size: 0.875rem; }
td.picture { min-width: 9rem; }
.interval { display: block; width: 8.25rem; height: 1.125rem; }
.interval .grid { stroke: var(--line-strong); }
.interval .range { stroke: var(--action); stroke-width: 3; }
.interval circle { fill: var(--action); }
summary { cursor: pointer; }
.fold { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; margin-top: 0.5rem; }
.fold > summary { padding: 0.625rem 1rem; }
.fold > summary h3 { display: inline; font-size: 1.0625rem; }
.folded { padding: 0 1rem 1rem; }
.folded .table { background: transparent; }
.folded h4, .left-out h4 { font-size: 1rem; margin: 1rem 0 0.25rem; line-height: 1.25; }
.left-out { margin-top: 0.75rem; }
.left-out p { max-width: none; color: var(--muted); }
.history { padding-left: 1.25rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.375rem; }
  .pairs { grid-template-columns: 1fr; }
  .pairs dd { margin-bottom: 0.5rem; }
  .figures thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .figures table, .figures tbody, .figures th { display: block; }
  .figures tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 0.75rem; border-top: 1px solid var(--line); }
  .figures th, .figures td { border: 0; padding: 0; min-width: 0; }
  .figures th[scope="row"] { flex-basis: 100%; }
  .figures td.number { text-align: left; white-space: normal; }
  .figures td.number:empty { display: none; }
  .figures td.number::before { content: attr(data-label) ": "; color: var(--muted); }
  .figures td.picture { flex-basis: 100%; }
  .figures .interval { width: 100%; }
}
@media print {
  :root { --page: #fff; --surface: #fff; --text: #000; --muted: #333; --action: #000; --plain: #fff; --good: #fff; --watch: #fff; color-scheme: light; }
  .skip, .search, .languages, .pages, .downloads, footer { display: none; }
  .mark { border-color: #666; }
  .table { overflow: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3 { break-after: avoid; }
  tr, .card { break-inside: avoid; }
}
)css";

} // namespace

std::string_view register_style() {
    return kStyle;
}

} // namespace leitstand
