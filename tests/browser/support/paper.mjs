// SPDX-License-Identifier: EUPL-1.2
// Invented letters as PDF files, written by hand so that the tests know where each word stands.

const WIDTH = 595;
const HEIGHT = 842;

/** Helvetica in WinAnsi: the Latin letters of German letters are enough here. */
function shown(words) {
  const bytes = [...words].map((sign) => {
    const code = sign === "€" ? 0x80 : sign === "–" ? 0x96 : sign.codePointAt(0);
    return code > 0xff ? 0x3f : code;
  });
  return `<${Buffer.from(bytes).toString("hex")}>`;
}

/** `lines` are { text, x, y, size, colour }; y counts from the top. */
function content(lines) {
  return lines
    .map(({ text, x = 70, y, size = 11, colour = "0 0 0" }) => `BT /F1 ${size} Tf ${colour} rg 1 0 0 1 ${x} ${HEIGHT - y} Tm ${shown(text)} Tj ET`)
    .join("\n");
}

/** A PDF file of pages, each a list of lines, all in one piece. */
export function pdf(pages) {
  const objects = [];
  const add = (body) => objects.push(body);
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(" ")}] >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  pages.forEach((lines, at) => {
    add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${WIDTH} ${HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * at} 0 R >>`);
    const stream = content(lines);
    add(`<< /Length ${Buffer.byteLength(stream)} >>\nstream\n${stream}\nendstream`);
  });
  let file = "%PDF-1.7\n";
  const places = objects.map((body, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return place;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, "latin1");
}

function lines_from(texts, top = 90) {
  return texts.map((text, at) => ({ text, y: top + at * 18 })).filter(({ text }) => text !== "");
}

/** A letter of two pages with things to be found on both. */
export function two_pages(mark) {
  return pdf([
    lines_from([
      "Wilhelmine Ackerbohm", "Rosenweg 5", "12043 Berlin", "", "An das", "Amt für Soziales", "Karl-Marx-Straße 83", "12040 Berlin", "", "",
      "Berlin, den 18.11.2026", "", `Antrag auf Wohngeld (${mark})`, "",
      "Sehr geehrte Damen und Herren,", "",
      "hiermit beantrage ich Wohngeld für meine Wohnung im Rosenweg 5. Die Miete", "beträgt 640,00 Euro im Monat. Ich wohne dort mit meiner Tochter.", "",
      "Mein Einkommen beträgt 1.420,00 Euro im Monat. Die Bescheinigung meines", "Arbeitgebers liegt bei.", "",
      "Das Jobcenter hat mir geschrieben, dass Wohngeld vorgeht. Bitte sagen Sie mir,", "welche Unterlagen noch fehlen.",
    ]),
    lines_from([
      "Seite 2", "", "Bitte überweisen Sie auf das Konto IBAN DE02 1203 0000 0000 2020 51.", "Sie erreichen mich unter 030 901820.", "",
      "Mit freundlichen Grüßen", "", "Wilhelmine Ackerbohm",
    ]),
  ]);
}

/** As long as an item may be: short pages, each with its number. */
export function long_paper(pages) {
  return pdf(
    Array.from({ length: pages }, (_, at) =>
      lines_from([
        `Blatt ${at + 1} von ${pages}`, "", "Kontoauszug", `Buchung ${at + 1}: Miete 640,00 Euro`, `Buchung ${at + 2}: Strom 48,20 Euro`, "Wohngeld wurde nicht gezahlt.",
      ]),
    ),
  );
}

/** White words on white paper, with something in them that a browser must not run. */
export function hidden_paper(words) {
  return pdf([[...lines_from(["Guten Tag,", "", "hiermit beantrage ich Wohngeld. Die Miete beträgt 640,00 Euro."]), { text: words, y: 300, size: 9, colour: "1 1 1" }]]);
}

/** Letters one after the other in one file: for each its writer, then a word for each further page. */
export function letters(all) {
  return pdf(
    all.flatMap(([writer, ...further]) => [
      lines_from([
        writer, "Rosenweg 5", "12043 Berlin", "", "Berlin, den 18.11.2026", "", "Sehr geehrte Damen und Herren,", "",
        "hiermit beantrage ich Kindergeld.", "", ...(further.length > 0 ? [] : ["Mit freundlichen Grüßen", writer]),
      ]),
      ...further.map((word) => lines_from([`und auf dieser Seite steht: ${word}.`])),
    ]),
  );
}
