export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element as SVG text. Children must be SVG text; pass any other text through {@link escaped}. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escaped(String(value))}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/** Text with XML's special characters escaped, and characters that XML does not allow replaced. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(forbidden, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Line breaks, and all characters that XML 1.0 does not allow, except lone surrogates, which are replaced before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const forbidden = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/g;

/** Rounds to hundredths of a pixel. */
const short = (value: number) => String(Math.round(value * 100) / 100);

const fonts = {
  serif: "Georgia, 'Times New Roman', serif",
  sans: "'Helvetica Neue', Helvetica, Arial, sans-serif",
} as const;

/** Blue and orange, which color-blind readers can distinguish, on white. */
export const colors = {
  ink: "#222222",
  quiet: "#666666",
  grid: "#d9d9d9",
  paper: "#ffffff",
  home: "#1f5fa8",
  away: "#c4600c",
  /** Text on a shade that stays light in dark mode. */
  inkOnShade: "#222221",
} as const;

/** The colors in dark mode. Programs without support for it show the light ones. */
export const darkColors: Readonly<Record<string, string>> = {
  [colors.ink]: "#eceeef",
  [colors.quiet]: "#a3abb3",
  [colors.grid]: "#2f353b",
  [colors.paper]: "#14171a",
  [colors.home]: "#6aa9f2",
  [colors.away]: "#f2954b",
};

const darkStyle = `@media (prefers-color-scheme: dark) { ${Object.entries(darkColors)
  .map(([light, other]) => `[fill="${light}"] { fill: ${other}; } [stroke="${light}"] { stroke: ${other}; }`)
  .join(" ")} }`;

export interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly bold?: boolean;
  readonly serif?: boolean;
  readonly anchor?: "start" | "middle" | "end";
}

/** A line of text; `y` is its baseline. */
export function line(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = 12, fill = colors.ink, bold = false, serif = false, anchor } = style;
  const attributes = {
    ...{ x, y, fill, "font-size": size, "text-anchor": anchor },
    "font-family": serif ? fonts.serif : undefined,
    "font-weight": bold ? "bold" : undefined,
  };
  return element("text", attributes, escaped(text));
}

/** A complete SVG picture that scales to the available width, with a title and a description for screen readers. */
export function picture(
  { width, height, title, description }: Readonly<Record<"title" | "description", string>> & PictureSize,
  ...children: readonly string[]
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${short(width)} ${short(height)}`,
    "font-family": fonts.sans,
    ...{ role: "img", "aria-label": title },
  };
  const paper = element("rect", { width, height, fill: colors.paper });
  const texts = [element("title", {}, escaped(title)), element("desc", {}, escaped(description))];
  return `${element("svg", attributes, ...texts, element("style", {}, darkStyle), paper, ...children)}\n`;
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
}
