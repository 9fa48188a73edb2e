/** Least mass and code lines of a list that facts carry: smaller copies cannot be found, whatever settings say. */
export const CLONE_FLOOR = { mass: 32, lines: 4 } as const;
