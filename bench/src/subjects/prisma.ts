import { PrismaPg } from "@prisma/adapter-pg";
import type { WholePlay } from "../data/play.js";
import { PrismaClient } from "./prisma/generated/client.js";
import type { Subject } from "./subject.js";

/** Its input types require JSON objects of a looser type than ours. */
function dataOf(play: WholePlay) {
  return { ...play, playMetadata: { ...play.playMetadata } };
}

/** A batch in `$transaction`, as its documentation recommends for writes that do not depend on each other. */
export const subject: Subject = {
  title: "Prisma",
  async open(connectionString, max) {
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString, max }) });
    return {
      recordPlay: (play, state) =>
        prisma.$transaction([
          prisma.play.create({ data: dataOf(play), select: { id: true } }),
          prisma.game.update({
            where: { id: play.gameId },
            data: { ...state, stateVersion: { increment: 1 } },
            select: { stateVersion: true },
          }),
        ]),
      async loadGame(id) {
        // findFirst, because calls of findUnique in one tick are merged into one query for many clients.
        const { lineups, plays, ...game } = await prisma.game.findFirstOrThrow({
          where: { id },
          include: {
            lineups: { where: { isActive: true }, orderBy: { id: "asc" } },
            plays: { orderBy: { playNumber: "asc" } },
          },
        });
        return { game, lineups, plays };
      },
      lastPlays: (gameId, after) =>
        prisma.play.findMany({
          where: { gameId, playNumber: { gt: after } },
          include: { batter: true, pitcher: true },
          orderBy: { playNumber: "asc" },
          take: 10,
        }),
      activeLineup: (gameId, teamId) =>
        prisma.lineup.findMany({ where: { gameId, teamId, isActive: true }, orderBy: { id: "asc" } }),
      insertPlays: (plays) => prisma.play.createMany({ data: plays.map(dataOf) }),
      close: () => prisma.$disconnect(),
    };
  },
};
