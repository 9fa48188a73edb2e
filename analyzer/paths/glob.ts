/**
 * Matches items against a pattern in which some elements stand for any number of items. Goes back only to
 * the last such element, which is enough for globs, so `accepts` is asked pattern × items times at most.
 */
export function matchesGlob<Element, Item>(
  pattern: readonly Element[],
  items: ArrayLike<Item>,
  isAnyNumber: (element: Element) => boolean,
  accepts: (element: Element, item: Item) => boolean,
): boolean {
  let at = 0;
  let index = 0;
  let lastAny = -1;
  let resumeAt = 0;
  while (index < items.length) {
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
