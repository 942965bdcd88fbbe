// SPDX-License-Identifier: EUPL-1.2
// Nothing: this file only gives the precompiled header an owner.
