import type { Sequelize } from "sequelize";

/** One kind of database, connected; what {@link ./connection.ts} builds on. */
export interface Connected {
  readonly sequelize: Sequelize;
  /** Opens what must be there before the first statement. */
  start(): Promise<void>;
  close(): Promise<void>;
}
