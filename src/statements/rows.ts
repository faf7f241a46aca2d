import { Column, is, SQL, sql } from "drizzle-orm";
import { type ObjectMaker, objectMaker, type Shape } from "./object-maker.js";

/** One value of a row. An expression says by `mapWith(column)` what it is; one that does not is read by its looks. */
export type Field = Column | SQL | SQL.Aliased;

/** What a row is made of: columns and expressions, or groups of them, in the order of the SELECT list. */
export interface Fields {
  readonly [name: string]: Field | Fields;
}

/** Gives a function that makes an object of a row's values, group by group. */
export function rowReader(fields: Fields): ObjectMaker {
  // Made at the first row: most programs use few of the statements that there are.
  let make: ObjectMaker | undefined;
  return (row) => {
    make ??= objectMaker(shapeOf(fields, { next: 0 }));
    return make(row);
  };
}

/** `position.next` is where in the row the next field stands; it moves on as fields are laid out. */
function shapeOf(fields: Fields, position: { next: number }): Shape {
  const parts = Object.entries(fields).map(([name, field]) => [
    name,
    isLeaf(field) ? position.next++ : shapeOf(field, position),
  ]);
  return Object.fromEntries(parts) as Shape;
}

/** The row's values, one after the other, without their groups. */
export function flatFields(fields: Fields): Field[] {
  return Object.values(fields).flatMap((field) => (isLeaf(field) ? [field] : flatFields(field)));
}

/**
 * Gives a name to each field that has none, or that of an earlier one: other libraries make objects of rows, in
 * which only the last of several columns of one name is left.
 */
export function uniquelyNamed(fields: Fields, taken = new Set<string>(), path = ""): Fields {
  const named = Object.entries(fields).map(([key, field]) => {
    if (!isLeaf(field)) return [key, uniquelyNamed(field, taken, `${path}${key}.`)];
    const given = nameOf(field);
    const isUnique = given !== undefined && !taken.has(given);
    const name = isUnique ? given : `${path}${key}`;
    taken.add(name);
    return [key, isUnique ? field : sql`${is(field, SQL.Aliased) ? field.sql : field}`.as(name)];
  });
  return Object.fromEntries(named) as Fields;
}

function nameOf(field: Field): string | undefined {
  if (is(field, Column)) return field.name;
  return is(field, SQL.Aliased) ? field.fieldAlias : undefined;
}

function isLeaf(field: Fields[string]): field is Field {
  return is(field, Column) || is(field, SQL) || is(field, SQL.Aliased);
}
