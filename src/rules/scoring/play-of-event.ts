import type { Half, Position } from "../vocabulary.js";
import type { EarnedRuns } from "./earned-runs.js";
import type { JsonValue } from "./scoring-game.js";

type Id = number | null;

/** A play as `recordPlay` takes it. The fields of a card game come from the notes. */
export interface PlayOfEvent extends EarnedRuns {
  /** The game. */
  readonly gameId: string;
  /** The place of the play in its game: 1, 2, 3 and so on, up to 32,767. */
  readonly playNumber: number;
  /** The inning, from 1 to 99. */
  readonly inning: number;
  /** The half-inning: top (the away team bats) or bottom (the home team bats). */
  readonly half: Half;
  /** Outs before the play, from 0 to 2. */
  readonly outsBefore: number;
  /** The batter's place in the batting order, from 1 to 9. */
  readonly battingOrder: number;
  /** Runs of the away team before the play, from 0 to 999. */
  readonly awayScore: number;
  /** Runs of the home team before the play, from 0 to 999. */
  readonly homeScore: number;
  /** True for the first play of a half-inning. */
  readonly isNewInning: boolean;
  /** True when the score was level before the play. */
  readonly isTied: boolean;
  /** True when the play put the batting team in the lead. */
  readonly isGoAhead: boolean;
  /** True when the pitcher was past the point of weakness (POW), the limit of endurance on the card. */
  readonly inPow: boolean;
  /** Lineup entry of the batter. */
  readonly batterId: number;
  /** Lineup entry of the pitcher. */
  readonly pitcherId: number;
  /** Lineup entry of the catcher; null when it is not recorded. */
  readonly catcherId: Id;
  /** Lineup entry of the fielder to whom the play went; null when it went to nobody. */
  readonly defenderId: Id;
  /** Lineup entry of the runner whom the play is about, as in a steal or a pickoff; null when it is about none. */
  readonly runnerId: Id;
  /** Lineup entry of the runner on first base before the play; null when the base was empty. */
  readonly onFirstId: Id;
  /** Lineup entry of the runner on second base before the play; null when the base was empty. */
  readonly onSecondId: Id;
  /** Lineup entry of the runner on third base before the play; null when the base was empty. */
  readonly onThirdId: Id;
  /** The base that the batter reached, from 1 to 3, or 4 for a run; null when the batter is out or still at bat. */
  readonly batterFinal: Id;
  /**
   * The base that the runner from first reached, from 1 to 3, or 4 for a run; null when the runner is out or nobody was
   * there.
   */
  readonly onFirstFinal: Id;
  /** The base that the runner from second reached, 2 or 3, or 4 for a run; null when the runner is out or nobody was there. */
  readonly onSecondFinal: Id;
  /** The base that the runner from third reached: 3, or 4 for a run; null when the runner is out or nobody was there. */
  readonly onThirdFinal: Id;
  /** The dice as rolled, such as 3+4. */
  readonly diceRoll: string | null;
  /** Kind of batted ball or event, in the league's own words. */
  readonly hitType: string | null;
  /** The play in words. */
  readonly resultDescription: string | null;
  /** The fielding position whose rating was checked for this play, an X result on the card; null when there was no check. */
  readonly checkPos: Position | null;
  /** Whatever the league wants to keep with a play, as a JSON object. */
  readonly playMetadata: { readonly [key: string]: JsonValue };
  /** When the play was made. */
  readonly createdAt?: Date | undefined;
  /** True when the play may no longer be changed. */
  readonly locked: boolean;
  /** True when the play is over. */
  readonly complete: boolean;
  /** Plate appearance: 1 when the play ended one, otherwise 0. */
  readonly pa: 0 | 1;
  /** At bat: 1 when the plate appearance counts as one, otherwise 0. */
  readonly ab: 0 | 1;
  /** Hit of any kind: 1 for a hit, otherwise 0. */
  readonly hit: 0 | 1;
  /** Two-base hit: 1 or 0. */
  readonly double: 0 | 1;
  /** Three-base hit: 1 or 0. */
  readonly triple: 0 | 1;
  /** Home run: 1 or 0. */
  readonly homerun: 0 | 1;
  /** Base on balls, intentional ones included: 1 or 0. */
  readonly bb: 0 | 1;
  /** Intentional base on balls: 1 or 0. */
  readonly ibb: 0 | 1;
  /** Strikeout: 1 or 0. */
  readonly so: 0 | 1;
  /** Batter hit by a pitch: 1 or 0. */
  readonly hbp: 0 | 1;
  /** Runs batted in, from 0 to 4. */
  readonly rbi: number;
  /** Sacrifice bunt: 1 or 0. */
  readonly sacBunt: 0 | 1;
  /** Sacrifice fly: 1 or 0. */
  readonly sacFly: 0 | 1;
  /** Grounded into a double play: 1 or 0. */
  readonly gidp: 0 | 1;
  /** Stolen bases, from 0 to 3. */
  readonly sb: number;
  /** Runners caught stealing, from 0 to 3. */
  readonly cs: number;
  /** Runners picked off, from 0 to 3. */
  readonly pickOff: number;
  /** Wild pitch: 1 or 0. */
  readonly wildPitch: 0 | 1;
  /** Passed ball: 1 or 0. */
  readonly passedBall: 0 | 1;
  /** Balk: 1 or 0. */
  readonly balk: 0 | 1;
  /** Errors of the fielding team, from 0 to 9. */
  readonly error: number;
  /** Ballpark home run: 1 when the rating of the ballpark made the ball a home run, otherwise 0. */
  readonly bphr: number;
  /** Ballpark flyout: 1 when the rating of the ballpark made the ball a flyout, otherwise 0. */
  readonly bpfo: number;
  /** Ballpark single: 1 when the rating of the ballpark made the ball a single, otherwise 0. */
  readonly bp1b: number;
  /** Ballpark lineout: 1 when the rating of the ballpark made the ball a lineout, otherwise 0. */
  readonly bplo: number;
  /** Outs made on the play, from 0 to 3. */
  readonly outsRecorded: number;
  /**
   * Lineup entry of the batter to whom the plate appearance counts, where another batter finished it (Official Baseball
   * Rules 9.15(b)); null for the batter.
   */
  readonly responsibleBatterId: Id;
  /**
   * Lineup entry of the pitcher against whom the plate appearance counts, where another pitcher finished it (Official
   * Baseball Rules 9.16(h)); null for the pitcher.
   */
  readonly responsiblePitcherId: Id;
  /**
   * Lineup entry of the pitcher who is charged with the runner on first base if the runner scores (Official Baseball Rules
   * 9.16(g)); null for the pitcher of the play.
   */
  readonly onFirstPitcherId: Id;
  /**
   * Lineup entry of the pitcher who is charged with the runner on second base if the runner scores; null for the pitcher
   * of the play.
   */
  readonly onSecondPitcherId: Id;
  /**
   * Lineup entry of the pitcher who is charged with the runner on third base if the runner scores; null for the pitcher of
   * the play.
   */
  readonly onThirdPitcherId: Id;
  /**
   * The bases from which runners stole: 1 for first, 2 for second, 4 for third, added up, from 0 to 7; null when runnerId
   * says it.
   */
  readonly stolenBaseCode: number;
  /** The bases from which runners were caught stealing, as in stolenBaseCode, from 0 to 7; null when runnerId says it. */
  readonly caughtStealingCode: number;
  /** The fielders with a putout, by the scorer's numbers from 1 (pitcher) to 9 (right field), such as 43; null for nobody. */
  readonly putoutPositions: string | null;
  /** The fielders with an assist, as in putoutPositions; null for nobody. */
  readonly assistPositions: string | null;
  /** The fielders with an error, as in putoutPositions; null for nobody. */
  readonly errorPositions: string | null;
  /** Double play by the fielders: 1 or 0. */
  readonly doublePlay: 0 | 1;
  /** Triple play by the fielders: 1 or 0. */
  readonly triplePlay: 0 | 1;
}
