// SPDX-License-Identifier: EUPL-1.2
// Names of the rights that the screens ask for (src/serve/rights.toml). The server checks each call itself; the screens
// only leave out what would be refused.
export const RIGHT = {
  list: "items.list",
  content: "items.content",
  counts: "items.counts",
  upload: "items.upload",
  enter: "items.enter",
  receipt_date: "items.receipt_date",
  state: "items.state",
  decide: "items.decide",
  stack: "items.stack",
  separators: "items.separators",
  functions: "functions.read",
  quality: "quality.read",
  stop_function: "functions.stop",
  change_function: "functions.change",
  govern: "govern.read",
  keep_dossier: "govern.write",
  participate: "govern.participate",
  sign_release: "govern.sign",
  report_fault: "govern.report",
  accounts: "accounts.read",
  change_account: "accounts.change",
  system: "system.read",
  audit: "audit.read",
} as const;

export type Right = (typeof RIGHT)[keyof typeof RIGHT];

/** The screens in the order of the navigation; one of the rights is enough. */
export const SCREENS = [
  { href: "/werkbank/eingang", name: "inbox", rights: [RIGHT.list] },
  { href: "/werkbank/erfassen", name: "upload", rights: [RIGHT.upload, RIGHT.enter] },
  { href: "/steuerung", name: "govern", rights: [RIGHT.govern] },
  { href: "/steuerung/funktionen", name: "functions", rights: [RIGHT.functions] },
  { href: "/steuerung/guete", name: "quality", rights: [RIGHT.quality] },
  { href: "/steuerung/konten", name: "accounts", rights: [RIGHT.accounts] },
  { href: "/steuerung/protokoll", name: "audit", rights: [RIGHT.audit] },
  { href: "/steuerung/system", name: "system", rights: [RIGHT.system] },
] as const;
