import { escaped } from "../../stats/charts/svg.js";

/**
 * A piece of a page: a template and the values in its places. It has the shape of lit-html's own templates, so that
 * the browser renders it with lit-html and keeps it up to date, while the server ({@link render}) writes it as text and
 * needs no package for it.
 */
export interface Template {
  readonly _$litType$: 1 | 2;
  readonly strings: TemplateStringsArray;
  readonly values: readonly Value[];
}

/** A value in a template. `null` is empty; the elements of an array are written one after the other. */
export type Value = string | number | boolean | null | Template | readonly Value[];

/** HTML. A value is content, or a quoted attribute or a part of it; `?hidden=${…}` is a boolean attribute. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Template => ({
  _$litType$: 1,
  strings,
  values,
});

/** A piece inside an `<svg>` element. */
export const svg = (strings: TemplateStringsArray, ...values: readonly Value[]): Template => ({
  _$litType$: 2,
  strings,
  values,
});

/**
 * Writes a template as HTML text. Every value is escaped, because names come from the database and may contain anything:
 * control characters, which HTML cannot express, become spaces.
 */
export function render({ strings, values }: Template): string {
  let text = "";
  for (const [index, part] of strings.entries()) {
    text += part;
    if (index === values.length) break;
    const value = values[index] as Value;
    const attribute = /\s\?([\w-]+)=$/.exec(part);
    if (attribute === null) text += written(value);
    else text = text.slice(0, -attribute[0].length) + (value === true ? ` ${attribute[1]}` : "");
  }
  return text;
}

function written(value: Value): string {
  if (value === null) return "";
  if (typeof value !== "object") return escaped(String(value));
  return isTemplate(value) ? render(value) : value.map(written).join("");
}

const isTemplate = (value: Template | readonly Value[]): value is Template => "strings" in value;
