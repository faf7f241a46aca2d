import type { Game } from "../../models/games-table.js";
import type { Play } from "../../models/plays-table.js";
import { isFieldingPosition, type TeamEntry } from "../../rules/lineups/team-lineup.js";
import type { Timeline } from "../../rules/lineups/timeline.js";
import type { Half } from "../../rules/vocabulary.js";
import { type Expectation, teamsOf } from "./expectation.js";
import { entryText, type Finding } from "./inconsistencies.js";

const onBase = {
  onFirstId: "The runner on first base",
  onSecondId: "The runner on second base",
  onThirdId: "The runner on third base",
} as const;
const atBat = { batterId: "The batter" } as const;
const inTheField = { pitcherId: "The pitcher", catcherId: "The catcher", defenderId: "The fielder" } as const;

/** Players who are responsible for a play may have left the game before it. */
const responsible = {
  responsiblePitcherId: "The pitcher responsible",
  onFirstPitcherId: "The pitcher charged with the runner on first base",
  onSecondPitcherId: "The pitcher charged with the runner on second base",
  onThirdPitcherId: "The pitcher charged with the runner on third base",
} as const;
const responsibleAtBat = { responsibleBatterId: "The batter responsible" } as const;

/** Players whom a play names, except runners, who were not in the game or were in another position. */
export function peopleInconsistencies(game: Game, play: Play, timeline: Timeline): Finding[] {
  const { batting, fielding } = teamsOf(game, play.half);
  return [
    ...absentees(atBat, batting, play, timeline),
    ...absentees(inTheField, fielding, play, timeline),
    ...absentees(responsibleAtBat, batting, play, timeline, { mayHaveLeft: true }),
    ...absentees(responsible, fielding, play, timeline, { mayHaveLeft: true }),
    ...strayFielders(play, timeline),
    ...strayRunner(play),
  ];
}

/** Runners who were not in the game. */
export function absentRunners(game: Game, play: Play, timeline: Timeline): Finding[] {
  return absentees(onBase, teamsOf(game, play.half).batting, play, timeline);
}

function absentees<Role extends keyof Play>(
  roles: Readonly<Record<Role, string>>,
  teamId: number,
  play: Play,
  timeline: Timeline,
  { mayHaveLeft = false } = {},
): Finding[] {
  return (Object.keys(roles) as Role[]).flatMap((role) => {
    const id = play[role] as number | null;
    if (id == null) return [];
    const why = absenceOf(id, teamId, play.playNumber, timeline, mayHaveLeft);
    return why === undefined ? [] : [{ kind: "not-in-game", message: `${roles[role]} cannot be ${why}` }];
  });
}

/** Why a player cannot take part for a team in a play; undefined for a player who can. */
function absenceOf(
  id: number,
  teamId: number,
  playNumber: number,
  timeline: Timeline,
  mayHaveLeft: boolean,
): string | undefined {
  const stay = timeline.stay(id);
  if (stay === undefined) return `lineup entry ${id}, which is not of this game.`;
  const name = entryText(stay.entry);
  if (stay.entry.teamId !== teamId) return `${name}: he is on the other team.`;
  if (playNumber <= stay.from) return `${name}: he entered after play ${stay.from}.`;
  return playNumber > stay.until && !mayHaveLeft ? `${name}: he left after play ${stay.until}.` : undefined;
}

/** Pitchers, catchers and fielders who are in the game, but in another position. */
function strayFielders(play: Play, timeline: Timeline): Finding[] {
  const there = (id: number | null): TeamEntry | undefined =>
    id !== null && timeline.isIn(id, play.playNumber) ? timeline.stay(id)?.entry : undefined;
  const pitcher = there(play.pitcherId);
  const catcher = there(play.catcherId);
  const defender = there(play.defenderId);
  const stray = (entry: TeamEntry, does: string): Finding => ({
    kind: "fielder",
    message: `${entryText(entry)} ${does}, but his position is ${entry.position}.`,
  });
  return [
    ...(pitcher !== undefined && pitcher.position !== "P" ? [stray(pitcher, "pitches")] : []),
    ...(catcher !== undefined && catcher.position !== "C" ? [stray(catcher, "catches")] : []),
    ...(defender !== undefined && !isFieldingPosition(defender.position)
      ? [stray(defender, "fields the ball")]
      : []),
  ];
}

/** The runner of a play must be on base, or be the batter who became a runner. */
function strayRunner(play: Play): Finding[] {
  const { runnerId, batterId, onFirstId, onSecondId, onThirdId } = play;
  if (runnerId === null || [batterId, onFirstId, onSecondId, onThirdId].includes(runnerId)) return [];
  const message = `Lineup entry ${runnerId} is the runner concerned, but was on no base.`;
  return [{ kind: "runner", message }];
}

/** The half in which a play's batter can bat: his team's. */
export function halfAtBat(game: Game, play: Play, timeline: Timeline): Half {
  const teamId = timeline.stay(play.batterId)?.entry.teamId;
  if (teamId === game.awayTeamId) return "top";
  return teamId === game.homeTeamId ? "bottom" : play.half;
}

/** A batter who is not due, or who bats in another player's place. */
export function outOfOrder(game: Game, play: Play, { due }: Expectation, timeline: Timeline): Finding[] {
  const { batting } = teamsOf(game, play.half);
  const batter = timeline.stay(play.batterId)?.entry;
  const [place, ...others] = due[play.half];
  if (place !== undefined && ![place, ...others].includes(play.battingOrder)) {
    const proper = timeline.inSlot(batting, place, play.playNumber);
    const message = `Place ${play.battingOrder} of the batting order bats${named(batter)}; place ${place} is due${named(proper)}.`;
    return [{ kind: "batting-order", message, correction: { battingOrder: place } }];
  }
  if (batter === undefined || batter.teamId !== batting || batter.battingOrder === play.battingOrder)
    return [];
  const own = batter.battingOrder === null ? "he has none" : `his own is ${batter.battingOrder}`;
  const message = `${entryText(batter)} bats in place ${play.battingOrder} of the order, and ${own}.`;
  return [{ kind: "batting-order", message }];
}

const named = (entry: TeamEntry | undefined) => (entry === undefined ? "" : `, ${entryText(entry)}`);

/** The batter whom a play should name: the player in the place that bats, or in the place that was due. */
export function properBatter(
  game: Game,
  play: Play,
  { due }: Expectation,
  timeline: Timeline,
): Partial<Play> | undefined {
  const { batting } = teamsOf(game, play.half);
  const [place = play.battingOrder, ...others] = due[play.half];
  const isInTurn = [place, ...others].includes(play.battingOrder);
  const proper = timeline.inSlot(batting, isInTurn ? play.battingOrder : place, play.playNumber);
  return proper === undefined || proper.id === play.batterId ? undefined : { batterId: proper.id };
}
