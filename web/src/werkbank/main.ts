// SPDX-License-Identifier: EUPL-1.2
import { mount } from "svelte";
import "../style";
import { i18n } from "../lib/i18n/index.svelte";
import { router } from "../lib/router.svelte";
import { session } from "../lib/session.svelte";
import { settings } from "../lib/settings.svelte";
import Werkbank from "./Werkbank.svelte";

settings.apply();
router.start("werkbank");
session.start();
void session.load();
void i18n.start().then(() => mount(Werkbank, { target: document.getElementById("app") as HTMLElement }));
