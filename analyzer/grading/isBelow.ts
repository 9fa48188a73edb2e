/** Whether a path lies in a folder, however deep; `""` is the root, which holds everything. */
export function isBelow(folder: string, path: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}
