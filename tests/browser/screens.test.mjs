// SPDX-License-Identifier: EUPL-1.2
// All checks of the screens, in the order in which they need each other's post.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assessment } from "./checks/assessment.mjs";
import { evidence } from "./checks/evidence.mjs";
import { fairness } from "./checks/fairness.mjs";
import { gates } from "./checks/gates.mjs";
import { hostile } from "./checks/hostile.mjs";
import { house_rules } from "./checks/house_rules.mjs";
import { inbox } from "./checks/inbox.mjs";
import { loading } from "./checks/loading.mjs";
import { log } from "./checks/log.mjs";
import { operation } from "./checks/operation.mjs";
import { pages } from "./checks/pages.mjs";
import { printing } from "./checks/printing.mjs";
import { participation } from "./checks/participation.mjs";
import { dossier } from "./checks/dossier.mjs";
import { quality } from "./checks/quality.mjs";
import { register } from "./checks/register.mjs";
import { relations } from "./checks/relations.mjs";
import { second_look } from "./checks/second_look.mjs";
import { signing_in } from "./checks/signing_in.mjs";
import { stacks } from "./checks/stacks.mjs";
import { steering } from "./checks/steering.mjs";
import { close_browser, offences, open_browser } from "./support/house.mjs";

/** Addresses that later checks visit; the ones that take post in fill them. */
const items = { letter: "", refused: "", pages: "", long: "", stack: "", objection: "" };

before(open_browser);
after(close_browser);

signing_in();
evidence(items);
second_look(items);
hostile(items);
pages(items);
printing(items);
stacks(items);
relations();
inbox();
steering(items);
log(items);
dossier();
participation();
assessment();
register();
quality();
fairness();
operation();
gates();
loading();
house_rules(items);

test("all the time: no policy violation, no other host, no dialog, no error", () => {
  assert.deepEqual(offences, []);
});
