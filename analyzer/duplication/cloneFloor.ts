import * as Clone from "../common/cloneFloor.js";

/** Least mass and code lines of a list that facts carry: smaller copies cannot be found, whatever settings say. */
export const CLONE_FLOOR = { mass: Clone.Mass, lines: Clone.Lines } as const;
