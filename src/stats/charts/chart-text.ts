/**
 * An estimate of a text's width, in pixels. There is no font to measure, and readers have different fonts, so the estimate is
 * rather too wide for the usual sans-serif fonts.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return (width * size) / 100;
}

/** Bold text is about as wide as regular text of a font size larger by this factor. */
export const boldness = 1.12;

/** In hundredths of the font size: sums of whole numbers are exact, so equal texts always have equal widths. */
function widthOf(character: string): number {
  if (/\p{Mark}|\u200d/u.test(character)) return 0;
  if (/[ijlIft.,:;'|()[\] !]/.test(character)) return 36;
  if (/[mwMW%@]/.test(character)) return 95;
  if ((character.codePointAt(0) ?? 0) >= 0x2e80) return 100;
  return /\p{Uppercase}/u.test(character) ? 72 : 60;
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The text, cut with an ellipsis if it does not fit. */
export function fitted(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const { segment } of segmenter.segment(text)) {
    if (textWidth(`${kept}${segment}…`, size) > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The text in several lines, broken between words. The last line is cut if the text is too long. */
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
