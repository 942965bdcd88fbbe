// SPDX-License-Identifier: EUPL-1.2
import type { Plugin } from "vite";
export function statements(css: string): string[];
export function subset(css: string): string;
export function kern_subset(): Plugin;
