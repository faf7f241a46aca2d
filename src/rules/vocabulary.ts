export const halves = ["top", "bottom"] as const;
/** Half of an inning: the away team bats in the top, the home team in the bottom. */
export type Half = (typeof halves)[number];

/** The two sides of a game. */
export type Side = "away" | "home";

/** Which side bats in which half. */
export const sideAtBat: Readonly<Record<Half, Side>> = { top: "away", bottom: "home" };

export const fieldingPositions = ["P", "C", "1B", "2B", "3B", "SS", "LF", "CF", "RF"] as const;
/** One of the nine positions in the field; a team has at most one active player in each. */
export type FieldingPosition = (typeof fieldingPositions)[number];

/** Every role in a lineup: the nine fielding positions, designated hitter, pinch hitter, pinch runner. */
export const positions = [...fieldingPositions, "DH", "PH", "PR"] as const;
export type Position = (typeof positions)[number];

/** The two leagues: in `pd` a team is made of cards, in `sba` of players. */
export const leagues = ["pd", "sba"] as const;
export type League = (typeof leagues)[number];

export const gameStatuses = ["pending", "active", "paused", "completed", "abandoned"] as const;
export type GameStatus = (typeof gameStatuses)[number];

export const decisions = ["win", "loss", "save"] as const;
/** What a pitcher may be credited with at the end of a game. */
export type Decision = (typeof decisions)[number];
