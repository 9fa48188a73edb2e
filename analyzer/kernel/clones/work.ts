/** Steps over nodes that looking for clones took in this file, beside those of its loops over all nodes: a number to hold it to. */
export let steps: u32 = 0;

export function clearSteps(): void {
  steps = 0;
}

export function step(): void {
  steps++;
}
