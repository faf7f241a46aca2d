import { isDeepStrictEqual } from "node:util";
import type { FileLineupEntry, GameFile } from "../../src/import.js";

/**
 * The fields in which a game differs from what Chadwick makes of it, with both values. The order of changes that two teams make
 * between the same two plays is not compared: here those of one team come together. Nor are counts and pitches, which
 * Chadwick's converter does not keep.
 */
export function unlikeChadwick(game: GameFile, chadwick: GameFile): string[] {
  const [mine, theirs] = [comparable(game), comparable(chadwick)];
  const key = game.game.metadata.sourceGameId;
  return [
    ...fields(`${key} game`, mine.game, theirs.game),
    ...rows(`${key} roster`, mine.roster, theirs.roster),
    ...rows(`${key} lineups`, mine.lineups, theirs.lineups),
    ...rows(`${key} plays`, mine.plays, theirs.plays),
  ];
}

function comparable(file: GameFile) {
  const ordered = file.lineups.toSorted(
    (one, other) => one.afterPlay - other.afterPlay || one.teamId - other.teamId || one.id - other.id,
  );
  const ids = new Map(ordered.map(({ id }, index) => [id, index + 1]));
  const idOf = (id: number | null) => (id === null ? null : ids.get(id));
  const entry = ({ id, replacingId, ...rest }: FileLineupEntry) => ({
    ...rest,
    ...{ id: idOf(id), replacingId: idOf(replacingId) },
  });
  return {
    game: file.game,
    roster: file.roster.toSorted((one, other) => (one.playerId ?? 0) - (other.playerId ?? 0)),
    lineups: ordered.map(entry),
    plays: file.plays.map((play) => ({
      ...Object.fromEntries(
        Object.entries(play).map(([field, value]) => [
          field,
          field.endsWith("Id") ? idOf(value as number | null) : value,
        ]),
      ),
      playMetadata: play.playMetadata.event,
    })),
  };
}

function rows(path: string, mine: readonly object[], theirs: readonly object[]): string[] {
  if (mine.length !== theirs.length) return [`${path}: ${mine.length}, not ${theirs.length}`];
  return mine.flatMap((row, index) => fields(`${path} ${index + 1}`, row, theirs[index] ?? {}));
}

function fields(path: string, mine: object, theirs: object): string[] {
  const [ours, others] = [mine as Record<string, unknown>, theirs as Record<string, unknown>];
  const names = new Set([...Object.keys(ours), ...Object.keys(others)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(ours[name], others[name]))
    .map((name) => `${path}: ${name} is ${JSON.stringify(ours[name])}, not ${JSON.stringify(others[name])}`);
}
