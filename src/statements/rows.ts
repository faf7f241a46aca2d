import { Column, is, SQL } from "drizzle-orm";

/** What a row is made of: columns and expressions, or groups of them, in the order of the SELECT list. */
export interface Fields {
  readonly [name: string]: Column | SQL | SQL.Aliased | Fields;
}

type Reader = (row: readonly unknown[]) => unknown;

/** Gives a function that makes an object of a row's values, group by group. */
export function rowReader(fields: Fields): Reader {
  return groupReader(fields, { next: 0 });
}

/** `position.next` is where in the row the next field stands; it moves on as fields are laid out. */
function groupReader(fields: Fields, position: { next: number }): Reader {
  const names = Object.keys(fields);
  const readers = Object.values(fields).map((field) => {
    if (!isLeaf(field)) return groupReader(field, position);
    const index = position.next++;
    return (row: readonly unknown[]) => row[index];
  });
  return (row) => {
    const group: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      group[names[index] as string] = (readers[index] as Reader)(row);
    }
    return group;
  };
}

function isLeaf(field: Fields[string]): field is Column | SQL | SQL.Aliased {
  return is(field, Column) || is(field, SQL) || is(field, SQL.Aliased);
}
