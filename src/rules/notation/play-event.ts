/** A fielder by the scorer's number: 1 the pitcher, 2 the catcher, 3 to 6 the infielders, 7 to 9 the outfielders. */
export type Fielder = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** The batter, or a runner by the base that he occupied before the play. */
export type Runner = "batter" | "first" | "second" | "third";

/** A base to which a batter or runner advances. */
export type Base = "first" | "second" | "third" | "home";

/** One action of the fielders: a putout, or an out that an error prevented. */
export interface FieldingPlay {
  /** The fielders who touched the ball, in order; the last one makes the putout. Empty if they are not known: `99`. */
  readonly fielders: readonly Fielder[];
  /** The fielder who made an error. The fielders before him would have had assists. */
  readonly error?: Fielder | undefined;
  /** Further notes: `["TH"]` in `(E5/TH)` for a throwing error. */
  readonly notes?: readonly string[] | undefined;
}

/** How the batter or a runner moves. */
export interface DetailedAdvance {
  /** The base that the runner reached, or was going to. */
  readonly to: Base;
  /** True when he was put out on the way, or would have been without the error in `plays`: `1X3` rather than `1-3`. */
  readonly out?: boolean | undefined;
  /** What the fielders did. */
  readonly plays?: readonly FieldingPlay[] | undefined;
  /** The scorer's mark of an unearned run, `(UR)`; or of one that is unearned for the team only, `(TUR)`. */
  readonly run?: "unearned" | "team unearned" | undefined;
  /** The scorer's mark that a run was batted in, `(RBI)`, or that it was not, `(NR)`. */
  readonly rbi?: boolean | undefined;
  /** Other notes in parentheses: `WP`, `PB`, `TH`, `INT`. */
  readonly notes?: readonly string[] | undefined;
  /** Marks after it: `#` and `?` for doubt, `!` for an exceptional play. */
  readonly marks?: string | undefined;
}

/** A base, or the details if there is more to say. */
export type Advance = Base | DetailedAdvance;

/** How the batter and the runners move. A runner who is not named stays, or moves as far as others force him. */
export type Advances = { readonly [Who in Runner]?: Advance | undefined };

type KnownTrajectory = "G" | "F" | "L" | "P";
type Infield = "1" | "13" | "15" | "2" | "23" | "25" | "3" | "34" | "4" | "4M" | "6M" | "6" | "56" | "5";
type Outfield = "7L" | "7" | "78" | "8" | "89" | "9" | "9L";
type Foul = "2F" | "23F" | "25F" | "3SF" | "3F" | "3DF" | "5SF" | "5F" | "5DF";
type FoulOutfield = "7LSF" | "7LF" | "7LDF" | "9LSF" | "9LF" | "9LDF";

/** Where a ball was hit, on Retrosheet's diagram of the field. */
export type HitLocation =
  | `${Infield}${"" | "S" | "D"}`
  | `${Outfield}${"" | "S" | "D"}`
  | Foul
  | FoulOutfield
  | "78XD"
  | "8XD"
  | "89XD";

/** A batted ball: bunted or not, its trajectory, where it went, and how hard it was hit. */
export type BattedBallModifier = `${"" | "B"}${KnownTrajectory}${HitLocation | ""}${"" | "+" | "-"}`;

/** Modifiers that the scorer interprets. */
export type PlayModifier =
  | "SH"
  | "SF"
  | "FO"
  | "GDP"
  | "BGDP"
  | "BPDP"
  | "LDP"
  | "FDP"
  | "DP"
  | "NDP"
  | "GTP"
  | "LTP"
  | "TP"
  | "FL"
  | "IF"
  | "TH"
  | "TH1"
  | "TH2"
  | "TH3"
  | "THH"
  | "AP"
  | "BINT"
  | "RINT"
  | "FINT"
  | "UINT"
  | "INT"
  | "OBS"
  | "BOOT"
  | "BR"
  | "PASS"
  | "COUB"
  | "COUF"
  | "COUR"
  | "IPHR"
  | "MREV"
  | "UREV"
  | "REV";

/** What follows a slash. Real files contain many more modifiers than those listed here; they are kept, and have no effect. */
export type Modifier = PlayModifier | BattedBallModifier | HitLocation | (string & {});

/** The base that a runner steals or tries to steal. */
export type StolenBase = "second" | "third" | "home";

/** What runners do while the batter's turn goes on, or together with a walk or a strikeout. */
export type RunningPlay =
  | {
      readonly event: "stolen base";
      readonly base: StolenBase;
      /** True when it began as a pickoff: `POSB2`. */
      readonly pickoff?: true | undefined;
      readonly run?: DetailedAdvance["run"];
    }
  | {
      readonly event: "caught stealing";
      readonly base: StolenBase;
      /** True when the runner was picked off and then ran for the next base: `POCS2(1361)`. */
      readonly pickoff?: true | undefined;
      readonly plays?: readonly FieldingPlay[] | undefined;
      readonly run?: DetailedAdvance["run"];
    }
  | {
      /** A runner is put out at his base; an error in `plays` makes it an attempt that failed. */
      readonly event: "pickoff";
      readonly base: Exclude<Base, "home">;
      readonly plays?: readonly FieldingPlay[] | undefined;
    }
  | { readonly event: "wild pitch" | "passed ball" | "defensive indifference" | "other advance" };

/** A walk or a strikeout may also be accompanied by an error: `K+E2`. */
export type AccompanyingPlay = RunningPlay | { readonly event: "error"; readonly fielder: Fielder };

type WithRunning = { readonly with?: readonly AccompanyingPlay[] | undefined };

/** The first element of a play. */
export type BasicPlay =
  | {
      readonly event: "single" | "double" | "triple" | "homerun";
      /** The fielder who fielded the ball first. */
      readonly fieldedBy?: Fielder | undefined;
      /** The fielders who touched it after him: `[7]` in `S57`. */
      readonly thenBy?: readonly Fielder[] | undefined;
      /** True for a ground-rule double: `DGR`. */
      readonly groundRule?: true | undefined;
    }
  | {
      readonly event: "out";
      /** In order. A play without a runner concerns the batter: `64(1)3` has one on the runner from first, and one on him. */
      readonly plays: readonly (FieldingPlay & { readonly runner?: Exclude<Runner, "batter"> | undefined })[];
    }
  /** Without `plays`, the catcher caught the third strike. Otherwise they name the fielders who put the batter out: `K23`. */
  | ({ readonly event: "strikeout"; readonly plays?: readonly FieldingPlay[] | undefined } & WithRunning)
  | ({ readonly event: "walk" | "intentional walk" } & WithRunning)
  | { readonly event: "hit by pitch" }
  | {
      readonly event: "interference";
      /** The fielder who interfered with the batter: usually the catcher. */
      readonly error?: Fielder | undefined;
      /** The fielder who threw to him, for the rare interference on a throw: 1 in `C/1E2`. */
      readonly assist?: Fielder | undefined;
    }
  /** The batter is safe on an error, or a foul ball is not caught. The fielder is 0 if he is not known. */
  | { readonly event: "error" | "foul error"; readonly fielder: Fielder | 0 }
  | { readonly event: "fielder's choice"; readonly fieldedBy?: Fielder | undefined }
  | (RunningPlay & WithRunning)
  | { readonly event: "balk" | "no play" };

/**
 * What happened on the field in one play: the same as one text in Retrosheet's notation.
 *
 * @example
 * ```ts
 * const single: PlayEvent = { event: "single", fieldedBy: 8, advances: { second: "home", first: "third" } }; // S8.2-H;1-3
 * const doublePlay: PlayEvent = {
 *   event: "out",
 *   plays: [{ fielders: [6, 4], runner: "first" }, { fielders: [3] }],
 *   modifiers: ["GDP"],
 * }; // 64(1)3/GDP
 * ```
 */
export type PlayEvent = BasicPlay & {
  /** Retrosheet's modifiers, such as `GDP`. */
  readonly modifiers?: readonly Modifier[] | undefined;
  /** Where the runners went, by the base that they occupied before the play. */
  readonly advances?: Advances | undefined;
  /** `#` and `?` for doubt, `!` for an exceptional play, `+` and `-` for a ball that was hit hard or softly. */
  readonly marks?: string | undefined;
};

/** The same object while it is being put together. */
export type Mutable<Value> = { -readonly [Field in keyof Value]: Value[Field] };
