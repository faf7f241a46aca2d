import type { PlayInput } from "./input.js";

/** The pitcher who is charged with the runner on each base, should he score; null where there is none. */
export interface Charges {
  readonly onFirstPitcherId: number | null;
  readonly onSecondPitcherId: number | null;
  readonly onThirdPitcherId: number | null;
}

export const noCharges: Charges = { onFirstPitcherId: null, onSecondPitcherId: null, onThirdPitcherId: null };

/** What of a play decides who is charged with the runners after it. */
export type ChargeFacts = Pick<
  PlayInput,
  | "pitcherId"
  | "responsiblePitcherId"
  | "batterFinal"
  | "onFirstId"
  | "onFirstFinal"
  | "onSecondId"
  | "onSecondFinal"
  | "onThirdId"
  | "onThirdFinal"
  | "gidp"
  | "hit"
  | "bb"
  | "hbp"
  | keyof Charges
>;

interface Mover {
  readonly final: number | null | undefined;
  readonly pitcherId: number;
}

/**
 * Who is charged with whom after a play (Official Baseball Rules 9.16(g) and (h)). A runner stays charged to the
 * pitcher who let him on base. But after a fielder's choice each pitcher is charged with as many runners as he left,
 * whoever of them was put out: the runners who remain take over the charges of all, the one farthest ahead first.
 */
export function chargesAfter(play: ChargeFacts): Charges {
  const movers = moversOf(play);
  const safe = movers.filter(({ final }) => final != null);
  const charged = isFieldersChoice(play) ? movers : safe;
  const on = (base: number) => charged[safe.findIndex(({ final }) => final === base)]?.pitcherId ?? null;
  return { onFirstPitcherId: on(1), onSecondPitcherId: on(2), onThirdPitcherId: on(3) };
}

/** Everybody who was on base, the one farthest ahead first, and the batter if his turn is over. */
function moversOf(play: ChargeFacts): Mover[] {
  const runners = [
    { id: play.onThirdId, final: play.onThirdFinal, charged: play.onThirdPitcherId },
    { id: play.onSecondId, final: play.onSecondFinal, charged: play.onSecondPitcherId },
    { id: play.onFirstId, final: play.onFirstFinal, charged: play.onFirstPitcherId },
  ].filter(({ id }) => id != null);
  const { pitcherId } = play;
  return [
    ...runners.map(({ final, charged }) => ({ final, pitcherId: charged ?? pitcherId })),
    { final: play.batterFinal, pitcherId: play.responsiblePitcherId ?? pitcherId },
  ];
}

/** True when the fielders put out a runner, or could have, rather than the batter alone: a caught ball is none. */
function isFieldersChoice({ batterFinal, gidp = 0, hit = 0, bb = 0, hbp = 0 }: ChargeFacts): boolean {
  return gidp === 1 || (batterFinal != null && hit + bb + hbp === 0);
}
