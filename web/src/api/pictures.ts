// SPDX-License-Identifier: EUPL-1.2
import { API } from "./client";

/** Where the picture of a page comes from. With its turn the server can give a kept picture at once. */
export function picture_address(item: string, page: { part: number; number: number; turned: number }, width: number): string {
  return `${API}/items/${item}/parts/${page.part}/pages/${page.number}/picture?width=${width}&turned=${page.turned}`;
}
