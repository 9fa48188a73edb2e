/** Least mass and code lines of a list that facts carry: smaller copies cannot be found, whatever settings say. */
export const Mass = 32;
export const Lines = 4;

/**
 * Least mass of neighbours that are a repetition when they are equal. Single names and literals, the arguments of
 * calls among them, look alike in all code; what is larger may be the rows of a table, fields or assignments.
 */
export const RepeatedMass = 2;
