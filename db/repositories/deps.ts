import type { Sequelize } from "sequelize";
import type { Dialect } from "../migrations/ddl.js";
import type { Tx } from "../models/table.js";

/** The time, in ms since the epoch. */
export interface Clock {
  now(): number;
}

/** Runs `work` in `tx`, or in a transaction of its own. */
export type InTransaction = <T>(tx: Tx | undefined, work: (tx: Tx) => Promise<T>) => Promise<T>;

/** What repositories are made from. */
export interface Deps {
  readonly sequelize: Sequelize;
  readonly dialect: Dialect;
  readonly inTransaction: InTransaction;
  /** Only for times nobody decides by, such as when a row was made; claims and polls are told the time. */
  readonly clock: Clock;
}
