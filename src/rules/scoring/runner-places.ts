import type { Base, Runner } from "../notation/play-event.js";

/** A player in a play: 0 for the batter, 1 to 3 for the runner who was on that base. */
export type Place = 0 | 1 | 2 | 3;

export const allPlaces = [0, 1, 2, 3] as const;
export const runnersPlaces = [1, 2, 3] as const;

export const placeOf: Readonly<Record<Runner, Place>> = { batter: 0, first: 1, second: 2, third: 3 };

/** The inverse of {@link placeOf}. */
export const runnerOf: Readonly<ForEach<Runner>> = ["batter", "first", "second", "third"];

/** A base as a number; home is 4. */
export const numberOf: Readonly<Record<Base, number>> = { first: 1, second: 2, third: 3, home: 4 };

export const home = 4;

/** The bases by their numbers, for sentences. */
export const baseNames = ["home", "first", "second", "third", "home"] as const;

/** One value each for the batter and the runners from first, second and third. */
export type ForEach<Value> = [Value, Value, Value, Value];
