/**
 * Text that a terminal interprets: a title, colors, a cleared screen, lines that look like Dugout's, text from right to left, invisible characters.
 */
export const hostileText =
  "\u001b]0;owned\u0007\u001b[31m\u009b2J\r\nFORGED\tline\u2028FORGED\u202egnp.exe\u2066\u200f\u200b\u{e0041}";

/** All control characters except line feeds. */
export const terminalControls = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u{e0041}]/u;
