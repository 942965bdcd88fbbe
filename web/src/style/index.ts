// SPDX-License-Identifier: EUPL-1.2
// The order counts: design system first, our tokens and rules after it.
import "@kern-ux/native/dist/kern.min.css";
import "./fonts.css";
import "./tokens.css";
import "./base.css";
