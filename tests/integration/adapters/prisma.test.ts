import { PrismaPg } from "@prisma/adapter-pg";
import { describe, expect, it } from "vitest";
import { fromPrisma } from "../../../src/adapters.js";
import { DatabaseOperations, SessionClosedError, ValidationError } from "../../../src/index.js";
import { newGame } from "../../support/game-fixtures.js";
import { refusalOf } from "../../support/refusals.js";
import { thrownBy } from "../../support/sample-inputs.js";
import { benchFor } from "./library.js";
import { type Prisma, PrismaClient } from "./prisma/generated/client.mjs";
import { describeAdapter } from "./suites/adapter.js";

let prisma: PrismaClient;

const bench = benchFor((url) => {
  prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
  return {
    transaction: (work) =>
      prisma.$transaction((tx) =>
        work({ executor: fromPrisma(tx), run: (text) => tx.$executeRawUnsafe(text) }),
      ),
    close: () => prisma.$disconnect(),
  };
});
describeAdapter(bench);

describe("fromPrisma", () => {
  it("commits together with the rows of a Prisma model", async () => {
    const game = newGame();
    await prisma.$transaction(async (tx) => {
      await tx.note.create({ data: { id: game.gameId, text: "theirs" } });
      await new DatabaseOperations(fromPrisma(tx)).createGame(game);
    });
    expect(await prisma.note.findUnique({ where: { id: game.gameId } })).toMatchObject({ text: "theirs" });
    expect(await new DatabaseOperations(bench.database()).loadGameState(game.gameId)).not.toBeNull();
  });

  it("joins a transaction of an extended client", async () => {
    const extended = prisma.$extends({ model: { note: { shout: () => "!" } } });
    const { id } = await extended.$transaction((tx) =>
      new DatabaseOperations(fromPrisma(tx)).createGame(newGame()),
    );
    expect(await new DatabaseOperations(bench.database()).loadGameState(id)).not.toBeNull();
  });

  it("is refused after the transaction has ended", async () => {
    const operations = await prisma.$transaction(async (tx) => new DatabaseOperations(fromPrisma(tx)));
    expect(await refusalOf(operations.createGame(newGame()))).toBeInstanceOf(SessionClosedError);
  });

  it("refuses a client, because each statement would commit by itself", () => {
    // @ts-expect-error a client is no transaction
    expect(thrownBy(() => fromPrisma(prisma))).toBeInstanceOf(ValidationError);
  });

  it("accepts Prisma's transaction types", () => {
    const accepts = (transaction: Prisma.TransactionClient) => fromPrisma(transaction);
    expect(accepts).toBeTypeOf("function");
  });
});
