import { escaped } from "../../stats/charts/svg.js";
import type { Template, Value } from "./html.js";

/**
 * Writes a template as HTML text. Every value is escaped, because names come from the database and may contain anything.
 * Control characters, which HTML cannot express, become spaces.
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
