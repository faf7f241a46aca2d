import fc from "fast-check";
import type { Game, Half, LineupEntry, Play } from "../../src/index.js";
import type { FieldingPosition, Position } from "../../src/rules/vocabulary.js";
import { samplePlay } from "./sample-inputs.js";
import { chargedAfter, forced, forcedOut, type Made } from "./simulated-moves.js";

/** What may happen next in a simulated game. An impossible event counts as an out. */
const events = [
  "out",
  "single",
  "walk",
  "homer",
  "fielder's choice",
  "double play",
  "steal",
  "caught stealing",
] as const;
const changes = ["nobody", "nobody", "nobody", "pinch hitter", "pinch runner", "new pitcher"] as const;

export interface SimulatedEvent {
  readonly event: (typeof events)[number];
  /** The substitution before it. */
  readonly change: (typeof changes)[number];
}

export interface SimulatedLength {
  readonly scheduledInnings: number;
  readonly automaticRunnerInning: number | null;
}

const awayTeamId = 22;
const homeTeamId = 11;
const gameId = samplePlay.gameId;

interface Team {
  readonly teamId: number;
  /** Places 1 to 9, from index 0. */
  readonly order: LineupEntry[];
  pitcher: LineupEntry;
  /** The index of who bats next. */
  next: number;
  runs: number;
}

/** A game that follows the rules, simulated by a separate model that shares no code with the code under test. */
export class SimulatedGame {
  readonly lineups: LineupEntry[] = [];
  readonly plays: Play[] = [];
  inning = 1;
  half: Half = "top";
  outs = 0;
  /** The entries on first, second and third base. */
  bases: (LineupEntry | null)[] = [null, null, null];
  /** The pitchers who let them on base. */
  charged: (LineupEntry | null)[] = [null, null, null];
  isOver = false;
  readonly away: Team;
  readonly home: Team;
  readonly #length: SimulatedLength;

  constructor(length: SimulatedLength) {
    this.#length = length;
    this.away = this.#team(awayTeamId, ["C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "P"]);
    this.home = this.#team(homeTeamId, ["C", "1B", "2B", "3B", "SS", "LF", "CF", "RF", "DH"]);
    this.#beginHalf();
  }

  get batting(): Team {
    return this.half === "top" ? this.away : this.home;
  }

  get fielding(): Team {
    return this.half === "top" ? this.home : this.away;
  }

  get batter(): LineupEntry {
    return this.batting.order[this.batting.next] as LineupEntry;
  }

  /** The game's row, as the operations would have left it. */
  get game(): Game {
    const winner = this.away.runs > this.home.runs ? awayTeamId : homeTeamId;
    const { inning, half } = this;
    return {
      ...{ id: gameId, leagueId: "sba", homeTeamId, awayTeamId, homeTeamName: null, awayTeamName: null },
      ...{ homeTeamIsAi: false, awayTeamIsAi: false, season: null, inning, half, metadata: {} },
      ...{ homeScore: this.home.runs, awayScore: this.away.runs, stateVersion: this.plays.length },
      ...{ createdAt: new Date(0), startedAt: null, completedAt: null, ...this.#length },
      status: this.isOver ? "completed" : "active",
      winnerTeamId: this.isOver ? winner : null,
    };
  }

  play({ event, change }: SimulatedEvent): void {
    if (this.isOver) return;
    this.#change(change);
    const [first, second] = this.bases;
    const canRun = first !== null && second === null;
    if (event === "steal" && canRun) this.#record({ finals: [null, 2, null, 3], pa: 0, outs: 0 });
    else if (event === "caught stealing" && canRun)
      this.#record({ finals: [null, null, null, 3], pa: 0, outs: 1 });
    else if (event === "double play" && first !== null && this.outs < 2)
      this.#record({ finals: [null, null, 2, 3], pa: 1, outs: 2 });
    else if (event === "single") this.#record({ finals: [1, 2, 3, 4], pa: 1, outs: 0, hit: 1 });
    else if (event === "homer") this.#record({ finals: [4, 4, 4, 4], pa: 1, outs: 0, hit: 1 });
    else if (event === "walk") this.#record({ finals: forced(this.bases), pa: 1, outs: 0, bb: 1 });
    else if (event === "fielder's choice" && first !== null)
      this.#record({ finals: forcedOut(this.bases), pa: 1, outs: 1, isChoice: true });
    else this.#record({ finals: [null, 1, 2, 3], pa: 1, outs: 1 });
  }

  #record(made: Made): void {
    const { pa, outs } = made;
    const movers = [this.batter, ...this.bases];
    const reached = made.finals.map((final, index) => (movers[index] === null ? null : (final ?? null)));
    this.plays.push(this.#row(reached, made));
    this.charged = chargedAfter(this, reached, made);
    this.bases = [1, 2, 3].map((base) => movers[reached.indexOf(base)] ?? null);
    this.batting.runs += reached.filter((final) => final === 4).length;
    this.outs += outs;
    if (pa === 1) this.batting.next = (this.batting.next + 1) % 9;
    this.#settle();
  }

  #row(finals: (number | null)[], { pa, outs: outsRecorded, hit = 0, bb = 0 }: Made): Play {
    const [batterFinal = null, onFirstFinal = null, onSecondFinal = null, onThirdFinal = null] = finals;
    const [first, second, third] = this.bases.map((entry) => entry?.id ?? null);
    return {
      ...samplePlay,
      ...{
        id: this.plays.length + 1,
        playNumber: this.plays.length + 1,
        inning: this.inning,
        half: this.half,
      },
      ...{ outsBefore: this.outs, battingOrder: this.batting.next + 1, pa, outsRecorded },
      ...{ awayScore: this.away.runs, homeScore: this.home.runs, batterId: this.batter.id },
      ...{ pitcherId: this.fielding.pitcher.id, catcherId: null, defenderId: null, runnerId: null },
      ...{ onFirstId: first, onSecondId: second, onThirdId: third, hit, bb, hbp: 0, gidp: 0 },
      ...{ onFirstPitcherId: this.charged[0]?.id ?? null, onSecondPitcherId: this.charged[1]?.id ?? null },
      ...{ onThirdPitcherId: this.charged[2]?.id ?? null, responsiblePitcherId: null },
      ...{ batterFinal, onFirstFinal, onSecondFinal, onThirdFinal },
    } as Play;
  }

  /** Ends the half-inning, or the game. */
  #settle(): void {
    const isLast = this.inning >= this.#length.scheduledInnings;
    const homeLeads = this.home.runs > this.away.runs;
    if (this.outs < 3) {
      this.isOver = isLast && this.half === "bottom" && homeLeads;
      return;
    }
    this.outs = 0;
    this.bases = [null, null, null];
    this.charged = [null, null, null];
    this.isOver = isLast && (this.half === "top" ? homeLeads : this.home.runs !== this.away.runs);
    if (this.half === "top") this.half = "bottom";
    else {
      this.half = "top";
      this.inning += 1;
    }
    if (!this.isOver) this.#beginHalf();
  }

  #beginHalf(): void {
    const { automaticRunnerInning } = this.#length;
    if (automaticRunnerInning === null || this.inning < automaticRunnerInning) return;
    this.bases[1] = this.batting.order[(this.batting.next + 8) % 9] as LineupEntry;
  }

  #change(change: SimulatedEvent["change"]): void {
    // A pinch hitter or pinch runner does not field: another player replaces him when his team is in the field again.
    for (const entry of [...this.fielding.order])
      if (entry.position === "PH" || entry.position === "PR") this.#takeTheField(entry);
    if (change === "pinch hitter") this.#replaceInOrder(this.batting, this.batter, "PH");
    const [runner] = this.bases.filter((entry) => entry !== null);
    if (change === "pinch runner" && runner !== undefined) this.#replaceInOrder(this.batting, runner, "PR");
    if (change !== "new pitcher") return;
    const { pitcher, order } = this.fielding;
    if (order.includes(pitcher)) this.#replaceInOrder(this.fielding, pitcher, "P");
    else this.fielding.pitcher = this.#replace(pitcher, "P");
  }

  #takeTheField(entry: LineupEntry): void {
    const replaced = this.#first(entry);
    if (replaced.position !== "DH") this.#replaceInOrder(this.fielding, entry, replaced.position);
  }

  /** The starter whom an entry replaced, directly or through others. */
  #first(entry: LineupEntry): LineupEntry {
    const before = this.lineups.find(({ id }) => id === entry.replacingId);
    return before === undefined ? entry : this.#first(before);
  }

  #replaceInOrder(team: Team, entry: LineupEntry, position: Position): void {
    const next = this.#replace(entry, position);
    team.order[team.order.indexOf(entry)] = next;
    if (position === "P") team.pitcher = next;
    this.bases = this.bases.map((runner) => (runner === entry ? next : runner));
  }

  #replace(entry: LineupEntry, position: Position): LineupEntry {
    const afterPlay = this.plays.length;
    this.lineups[entry.id - 1] = Object.assign(entry, { isActive: false, leftAfterPlay: afterPlay });
    const { teamId, battingOrder } = entry;
    return this.#enter({ teamId, battingOrder, position, replacingId: entry.id, isStarter: false });
  }

  #team(teamId: number, positions: readonly (FieldingPosition | "DH")[]): Team {
    const starter = { teamId, replacingId: null, isStarter: true };
    const order = positions.map((position, index) =>
      this.#enter({ ...starter, position, battingOrder: index + 1 }),
    );
    const pitcher =
      order.find(({ position }) => position === "P") ??
      this.#enter({ ...starter, position: "P", battingOrder: null });
    return { teamId, order, pitcher, next: 0, runs: 0 };
  }

  #enter(
    role: Pick<LineupEntry, "teamId" | "battingOrder" | "position" | "replacingId" | "isStarter">,
  ): LineupEntry {
    const id = this.lineups.length + 1;
    const entry: LineupEntry = {
      ...{ gameId, id, cardId: null, playerId: 1_000 + id, playerName: `Player ${id}`, isFatigued: false },
      ...{
        isActive: true,
        enteredInning: this.inning ?? 1,
        afterPlay: this.plays.length,
        leftAfterPlay: null,
        decision: null,
      },
      ...role,
    };
    this.lineups.push(entry);
    return entry;
  }
}

export const simulatedEvents: fc.Arbitrary<SimulatedEvent[]> = fc.array(
  fc.record({ event: fc.constantFrom(...events), change: fc.constantFrom(...changes) }),
  { minLength: 1, maxLength: 80 },
);

export const simulatedLength: fc.Arbitrary<SimulatedLength> = fc
  .record({ scheduledInnings: fc.integer({ min: 1, max: 3 }), hasAutomaticRunner: fc.boolean() })
  .map(({ scheduledInnings, hasAutomaticRunner }) => ({
    scheduledInnings,
    automaticRunnerInning: hasAutomaticRunner ? scheduledInnings + 1 : null,
  }));
