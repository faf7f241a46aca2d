import { expect, it } from "vitest";
import { outlivesTransaction } from "../../../src/session/connection-changes.js";

it.each([
  "SET search_path TO own",
  "set/* all */search_path = own",
  "reset all",
  "call own_procedure()",
  "load 'auto_explain'",
  "with own as (select set_config('work_mem', '64kB', false)) select * from own",
  "select set_config('a.b', $1, $2)",
  "declare own scroll cursor without hold for select 1; declare other cursor with hold for select 1",
])("%j may change the connection", (text) => {
  expect(outlivesTransaction(text, ["x", false])).toBe(true);
});

it.each([
  "select 1",
  "set local search_path to own",
  "SET  TRANSACTION isolation level serializable",
  "update games set status = 'active'",
  "insert into temporary_totals values (1)",
  "select temp, temporary from weather",
  "select set_config('a.b', $1, $2::boolean)",
  "settle",
  "document",
])("%j leaves the connection as it is", (text) => {
  expect(outlivesTransaction(text, ["x", true])).toBe(false);
});
