/**
 * About how wide a text is, in pixels. There is no font at hand to ask, and readers have different ones: the guess is on
 * the wide side for the usual sans-serif fonts.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return (width * size) / 100;
}

/** Bold letters take about as much room as plain ones of a size so many times as large. */
export const boldness = 1.12;

/** In hundredths of the font's size: sums of whole numbers are exact, so what fits in one sum fits in every other. */
function widthOf(character: string): number {
  if (/\p{Mark}|\u200d/u.test(character)) return 0;
  if (/[ijlIft.,:;'|()[\] !]/.test(character)) return 36;
  if (/[mwMW%@]/.test(character)) return 95;
  if ((character.codePointAt(0) ?? 0) >= 0x2e80) return 100;
  return /\p{Uppercase}/u.test(character) ? 72 : 60;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** As much of a text as fits, with an ellipsis where something had to go. */
export function fitted(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const { segment } of segmenter.segment(text)) {
    if (textWidth(`${kept}${segment}…`, size) > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A text on several lines, broken between words; what goes beyond the last line is left out. */
export function wrapped(text: string, width: number, size: number, mostLines: number): string[] {
  const lines: string[] = [];
  let open = "";
  for (const word of text.split(/\s+/).filter((found) => found !== "")) {
    const longer = open === "" ? word : `${open} ${word}`;
    const isLast = lines.length === mostLines - 1;
    if (open !== "" && !isLast && textWidth(longer, size) > width) {
      lines.push(open);
      open = word;
    } else open = longer;
  }
  if (open !== "") lines.push(open);
  return lines.map((each) => fitted(each, width, size));
}
