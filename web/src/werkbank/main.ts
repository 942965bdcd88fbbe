// SPDX-License-Identifier: EUPL-1.2
import { mount } from "svelte";
import "../style";
import { router } from "../lib/router.svelte";
import { session } from "../lib/session.svelte";
import { settings } from "../lib/settings.svelte";
import Werkbank from "./Werkbank.svelte";

settings.apply();
router.start("werkbank");
session.start();
void session.load();
mount(Werkbank, { target: document.getElementById("app") as HTMLElement });
