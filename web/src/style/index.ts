// SPDX-License-Identifier: EUPL-1.2
// The order counts: design system first, our tokens and rules after it, paper last.
import "@kern-ux/native/dist/kern.min.css";
import "./fonts.css";
import "./tokens.css";
import "./base.css";
import "./kinds.css";
import "./parts.css";
import "./forms.css";
import "./print.css";
