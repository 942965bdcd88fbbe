// SPDX-License-Identifier: EUPL-1.2
// The source of all texts, cut by screen. Another language must have the same keys; the compiler sees to that.
import { frame } from "./de/frame";
import { inbox } from "./de/inbox";
import { intake } from "./de/intake";
import { item } from "./de/item";
import { legal } from "./de/legal";
import { relations } from "./de/relations";
import { stack } from "./de/stack";
import { pages } from "./de/pages";
import { quality } from "./de/quality";
import { steering } from "./de/steering";
import { dossier } from "./de/dossier";
import { assessment } from "./de/assessment";
import { participation } from "./de/participation";
import { fairness } from "./de/fairness";
import { gates } from "./de/gates";
import { operation } from "./de/operation";
import { register } from "./de/register";
import { audit } from "./de/audit";
import { keys } from "./de/keys";
import { way } from "./de/way";

export const de = { ...frame, ...inbox, ...intake, ...item, ...legal, ...relations, ...stack, ...pages, ...steering, ...quality, ...dossier, ...assessment, ...participation, ...fairness, ...operation, ...gates, ...register, ...audit, ...keys, ...way };

export type Texts = typeof de;
