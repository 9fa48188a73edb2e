import { BOMBS } from "./hostile/bombs.js";
import type { HostileRepository } from "./hostile/hostileRepository.js";
import { LINKS } from "./hostile/links.js";
import { NAMES } from "./hostile/names.js";
import { OBJECTS } from "./hostile/objects.js";
import { REFS } from "./hostile/refs.js";
import { RUNNING } from "./hostile/running.js";

/** Every entry names what it tries and how it must end. */
export const HOSTILE_REPOSITORIES: readonly HostileRepository[] = [
  ...NAMES,
  ...LINKS,
  ...RUNNING,
  ...BOMBS,
  ...OBJECTS,
  ...REFS.map((entry) => ({ ...entry, asksHead: true }) as const),
];
