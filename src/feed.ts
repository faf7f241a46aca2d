export {
  applyEvent,
  type DecisionsEvent,
  type DeletedEvent,
  type FeedEvent,
  type FollowedGame,
  type GameEvent,
  type LineupEvent,
  type PlayEvent,
  type RevisedEvent,
  type RewoundEvent,
  type StatusEvent,
} from "./feed/events.js";
export type { ExportBatch, ExportOptions, ExportPositions } from "./feed/export.js";
export { Feed, type FeedFigures } from "./feed/feed.js";
export {
  type GameOnBoard,
  type GameState,
  type GamesFilter,
  type PublicState,
  publicState,
} from "./feed/game-states.js";
export { type FetchHandler, toNode } from "./feed/node.js";
export type { FeedOptions, FollowOptions } from "./feed/options.js";
export { feedResponse, type ResponseOptions } from "./feed/response.js";
export {
  type Audience,
  type PublicEvent,
  type PublicGame,
  type PublicLineupEntry,
  type PublicPlay,
  publicGame,
  publicLineupEntry,
  publicPlay,
  publicView,
  type View,
} from "./feed/view.js";
