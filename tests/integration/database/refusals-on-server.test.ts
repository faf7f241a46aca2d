import { expect, test } from "vitest";
import { DatabaseOperations, StatementFailedError } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { onServer, serverDatabase } from "../../support/places.js";
import { withClient } from "../../support/plain-client.js";
import { rejectionOf } from "../../support/sample-inputs.js";
import { describeConflictRefusals } from "./suites/conflict-refusals.js";
import { describeInputRefusals } from "./suites/input-refusals.js";
import { describeLeagueRefusals } from "./suites/league-refusals.js";
import { describeReferenceRefusals } from "./suites/reference-refusals.js";
import { describeStoredValues } from "./suites/stored-values.js";

const at = onServer();
const own = serverDatabase();

test("a game whose row is suppressed by a trigger of the database is an error, and not undefined", async () => {
  await using database = await own().open();
  const client = (text: string) => withClient(own().url, (plain) => plain.query(text));
  await client("create function suppress() returns trigger language plpgsql as $$ begin return null; end $$");
  await client("create trigger suppresses before insert on games for each row execute function suppress()");
  const refusal = await rejectionOf(new DatabaseOperations(database).createGame(newGame()));
  expect(refusal).toBeInstanceOf(StatementFailedError);
  expect((refusal as Error).message).toMatch(/stored nothing: a trigger or a rule/);
});

describeInputRefusals(at);
describeReferenceRefusals(at);
describeConflictRefusals(at);
describeLeagueRefusals(at);
describeStoredValues(at);
