/**
 * The vocabulary of the analyzer: what the map step produces (`FileFacts`) and what the reduce step makes of it
 * (`Report`). Lines are 1-based and inclusive everywhere; columns are 0-based UTF-16 units used for ordering only.
 */
export type * from "./factTypes.js";
export type * from "./reportTypes.js";
