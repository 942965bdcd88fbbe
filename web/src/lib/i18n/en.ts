// SPDX-License-Identifier: EUPL-1.2
import type { Texts } from "./de";
import { frame } from "./en/frame";
import { inbox } from "./en/inbox";
import { intake } from "./en/intake";
import { item } from "./en/item";
import { legal } from "./en/legal";
import { relations } from "./en/relations";
import { stack } from "./en/stack";
import { pages } from "./en/pages";
import { quality } from "./en/quality";
import { steering } from "./en/steering";
import { dossier } from "./en/dossier";
import { assessment } from "./en/assessment";
import { participation } from "./en/participation";
import { fairness } from "./en/fairness";
import { gates } from "./en/gates";
import { operation } from "./en/operation";
import { register } from "./en/register";
import { audit } from "./en/audit";
import { keys } from "./en/keys";
import { way } from "./en/way";

export const en: Texts = { ...frame, ...inbox, ...intake, ...item, ...legal, ...relations, ...stack, ...pages, ...steering, ...quality, ...dossier, ...assessment, ...participation, ...fairness, ...operation, ...gates, ...register, ...audit, ...keys, ...way };
