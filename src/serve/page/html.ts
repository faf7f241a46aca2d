/**
 * A piece of a page: a template and the values in its places. It has the shape of lit-html's own templates, so that
 * the browser renders it with lit-html and keeps it up to date, while the server (`render.ts`) writes it as text and
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
