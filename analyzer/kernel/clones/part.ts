/** What only the place of a node tells duplication. */

/** Breaks lists of siblings and is in none: imports, package clauses. */
export const BARRIER: u32 = 1;
/** Says what something looks like and does nothing; counts as one node. */
export const SIGNATURE: u32 = 2;
/** A function that is looked into through its body only, so that a signature alone is never a clone. */
export const FUNCTION: u32 = 4;
