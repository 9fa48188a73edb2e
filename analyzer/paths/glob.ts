/**
 * Most comparisons for all patterns and paths of a repository: seconds at worst. 200,000 paths with 50
 * honest patterns take a third of it.
 */
const MAX_STEPS = 150_000_000;

/** Counts what matching costs, so that whoever asks can stop. One step is one comparison. */
export interface Work {
  steps: number;
  readonly maxSteps: number;
}

/** Work that has not begun. */
export function newWork(maxSteps: number = MAX_STEPS): Work {
  return { steps: 0, maxSteps };
}

/** Whether matching has cost more than it may. */
export function isUsedUp(work: Work): boolean {
  return work.steps > work.maxSteps;
}

/** A pattern in which some elements stand for any number of items, and what it is matched against. */
export interface Glob<Element, Item> {
  readonly pattern: readonly Element[];
  readonly items: ArrayLike<Item>;
  readonly isAnyNumber: (element: Element) => boolean;
  readonly accepts: (element: Element, item: Item) => boolean;
  readonly work: Work;
}

/**
 * Matches a glob. Goes back only to the last element that stands for any number, which is enough, so it
 * takes pattern × items comparisons at most.
 */
export function matchesGlob<Element, Item>(glob: Glob<Element, Item>): boolean {
  const { pattern, items, isAnyNumber, accepts, work } = glob;
  let at = 0;
  let index = 0;
  let lastAny = -1;
  let resumeAt = 0;
  while (index < items.length) {
    work.steps++;
    const element = pattern[at];
    const item = items[index];
    if (element !== undefined && isAnyNumber(element)) {
      lastAny = at++;
      resumeAt = index;
    } else if (element !== undefined && item !== undefined && accepts(element, item)) {
      at++;
      index++;
    } else if (lastAny !== -1) {
      at = lastAny + 1;
      index = ++resumeAt;
    } else return false;
  }
  return pattern.slice(at).every(isAnyNumber);
}
