export type { ExportBatch, ExportOptions, ExportPositions } from "./feed/export-plays.js";
export {
  applyEvent,
  type DecisionsEvent,
  type DeletedEvent,
  type FeedEvent,
  type FollowedGame,
  type GameEvent,
  type LineupEvent,
  type NewPlayEvent,
  type RevisedEvent,
  type RewoundEvent,
  type StatusEvent,
} from "./feed/feed-events.js";
export type { FeedOptions, FollowOptions } from "./feed/feed-options.js";
export { feedResponse, type ResponseOptions } from "./feed/feed-response.js";
export type {
  FollowedGameState,
  GamesFilter,
  GameUpdate,
} from "./feed/followed-games.js";
export { Feed, type FeedFigures } from "./feed/live-feed.js";
export { type FetchHandler, toNode } from "./feed/node-handler.js";
export {
  type Audience,
  type EventView,
  type PublicEvent,
  type PublicGame,
  type PublicLineupEntry,
  type PublicPlay,
  type PublicState,
  publicGame,
  publicLineupEntry,
  publicPlay,
  publicState,
  publicView,
} from "./feed/public-view.js";
