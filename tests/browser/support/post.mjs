// SPDX-License-Identifier: EUPL-1.2
// Invented post for the tests.

export const SCRIPT = '"><img src=x onerror="globalThis.caught=1"><script>globalThis.caught=1</script><svg onload="globalThis.caught=1">';

const encoded = (words) => `=?UTF-8?B?${Buffer.from(words, "utf8").toString("base64")}?=`;

/** A plain letter as an e-mail, with signs outside the first plane before and between what is to be found. */
export function letter(mark) {
  const body = `Guten Tag 👋🏽,

ich brauche Hilfe 😟: hiermit beantrage ich Wohngeld für meine Wohnung. Die Miete beträgt 640,00 Euro im Monat 🏠.

Bitte überweisen Sie auf das Konto IBAN DE02 1203 0000 0000 2020 51. Sie erreichen mich unter 030 901820.

Zeichen: ${mark}

Mit freundlichen Grüßen
Wilhelmine Ackerbohm
Rosenweg 5
12043 Berlin
`;
  return { name: `brief-${mark}.eml`, text: mail({ from: "Wilhelmine Ackerbohm", subject: `Wohngeld ${mark}`, body }) };
}

/** An objection against a notice of this day ("03.11.2026"), which sets a clock going. */
export function objection(mark, noticed) {
  const body = `Sehr geehrte Damen und Herren,

gegen Ihren Bescheid vom ${noticed} über Arbeitslosengeld lege ich Widerspruch ein. Zeichen: ${mark}

Mit freundlichen Grüßen
Wilhelmine Ackerbohm
Rosenweg 5
12043 Berlin
`;
  return { name: `widerspruch-${mark}.eml`, text: mail({ from: "Wilhelmine Ackerbohm", subject: `Widerspruch ${mark}`, body }) };
}

const BIRTH = `ich beantrage Kindergeld für meine Tochter Mathilda, geboren am 14.09.2026. Die Geburtsurkunde liegt bei.
Wir wohnen seit dem Frühjahr in der Ulmenstraße und haben zwei Zimmer. Mein Mann arbeitet im Schichtdienst.`;

/** A letter, and the same one again with a request more. */
export function first_time() {
  const body = `Guten Tag,\n\n${BIRTH}\n\nMit freundlichen Grüßen\nRoswitha Kaltenbrunn\n`;
  return { name: "geburt.eml", text: mail({ from: "Roswitha Kaltenbrunn", subject: "Kindergeld", body }) };
}

export function again() {
  const body = `Guten Tag,\n\n${BIRTH}\n\nAußerdem bitte ich um einen Vorschuss, weil der Kühlschrank leer ist.\n\nMit freundlichen Grüßen\nRoswitha Kaltenbrunn\n`;
  return { name: "geburt-nochmal.txt", text: body };
}

/** A message with one more part; each part is its header lines, an empty line and its content. */
function message({ from, subject, body, part }) {
  const boundary = "teil-7f3a";
  return [
    `From: ${from}`,
    "To: post@example.org",
    `Subject: ${subject}`,
    "Date: Fri, 27 Nov 2026 08:00:00 +0100",
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    body,
    `--${boundary}`,
    ...part,
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

/** A letter that tries to run scripts from each field. */
export function hostile_letter() {
  const text = message({
    from: `${encoded(SCRIPT)} <a@example.org>`,
    subject: encoded(SCRIPT),
    body: `Hiermit beantrage ich Wohngeld. ${SCRIPT}`,
    part: [
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      `Content-Disposition: attachment; filename="${encoded(`${SCRIPT}.html`)}"`,
      "",
      `<p>Miete 640,00 Euro &lt;script&gt;globalThis.caught=1&lt;/script&gt;</p><script>globalThis.caught=1</script><img src="x" onerror="globalThis.caught=1">`,
    ],
  });
  return { name: `${SCRIPT.replaceAll("/", "_")}.eml`, text };
}

/** A message with one file, as bytes. */
export function with_enclosure(body, name, file) {
  const text = message({
    from: "Wilhelmine Ackerbohm <w.ackerbohm@example.org>",
    subject: "Antrag",
    body,
    part: [
      "Content-Type: application/pdf",
      "Content-Transfer-Encoding: base64",
      `Content-Disposition: attachment; filename="${name}"`,
      "",
      file.toString("base64").replace(/.{76}/g, "$&\r\n"),
    ],
  });
  return Buffer.from(text, "utf8");
}

export function note(number) {
  return { name: `zettel-${String(number).padStart(3, "0")}.txt`, text: `Zettel Nummer ${number}: bitte um einen Termin am Schalter.\n` };
}

function mail({ from, subject, body }) {
  return [
    `From: ${encoded(from)} <w.ackerbohm@example.org>`,
    "To: post@example.org",
    `Subject: ${encoded(subject)}`,
    "Date: Fri, 27 Nov 2026 08:00:00 +0100",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    body,
  ].join("\r\n");
}
