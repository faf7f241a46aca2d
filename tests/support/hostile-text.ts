/** What a terminal obeys: a title, colors, a cleared screen; lines that look like ours; text that runs backwards. */
export const hostileText =
  "\u001b]0;owned\u0007\u001b[31m\u009b2J\r\nFORGED\tline\u2028FORGED\u202egnp.exe\u2066\u200f";

/** All of that kind, but line feeds. */
export const terminalControls = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
