// SPDX-License-Identifier: EUPL-1.2
// An item whose pages are looked at: sent, opened, drawn.
import { BASE, read_item, send_bytes, settled } from "./house.mjs";

export async function sent(page, name, bytes) {
  await page.goto(`${BASE}/werkbank/eingang`);
  await settled(page);
  const receipt = await send_bytes(page, name, bytes);
  await read_item(page, receipt.id);
  return { id: receipt.id, number: receipt.receipt_number, path: `/werkbank/eingang/${receipt.id}` };
}

export async function open_pages(page, path) {
  await page.goto(BASE + path);
  await settled(page); // names and fonts come late and move the cards under a mouse that rests
  await drawn(page);
}

/** The first page has its picture, its words and its boxes. */
export async function drawn(page) {
  await page.waitForSelector(".sheet img:not(.unseen)", { timeout: 30_000 });
  await page.waitForSelector(".layer .line");
}
