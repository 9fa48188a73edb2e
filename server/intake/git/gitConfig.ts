/** What is different from one sandboxed git to another; both are paths as git finds them. */
export interface GitPlace {
  readonly configFile: string;
  /** The bare repository; null where git needs none (`ls-remote`). */
  readonly repository: string | null;
}

/**
 * The only configuration git reads besides the repository's own, which is fixed as well. Nothing in it is
 * there for taste: each line closes a way for a hostile repository or server to run, read or fill something.
 */
export function gitConfigText(repository: string | null): string {
  const safe = repository === null ? "" : `\tdirectory = ${quoted(repository)}\n`;
  return `${FIXED}[safe]\n\tbareRepository = explicit\n${safe}`;
}

const FIXED = `[protocol]
	allow = never
	version = 2
[protocol "ssh"]
	allow = always
[core]
	hooksPath = /dev/null
	fsmonitor = false
	askPass = /bin/false
	symlinks = false
	protectHFS = true
	protectNTFS = true
	attributesFile = /dev/null
	excludesFile = /dev/null
	bigFileThreshold = 1m
	packedGitLimit = 128m
	packedGitWindowSize = 16m
	deltaBaseCacheLimit = 16m
	pager = cat
[transfer]
	fsckObjects = true
	bundleURI = false
	advertiseObjectInfo = false
[fetch]
	fsckObjects = true
	recurseSubmodules = false
	unpackLimit = 1
	writeCommitGraph = false
[fetch "fsck"]
	badTimezone = ignore
	missingSpaceBeforeDate = ignore
	zeroPaddedFilemode = ignore
[submodule]
	recurse = false
[gc]
	auto = 0
[maintenance]
	auto = false
[pack]
	threads = 1
	windowMemory = 64m
[index]
	threads = 1
[credential]
	helper =
[diff]
	external =
[init]
	templateDir =
	defaultBranch = main
[http]
	followRedirects = false
[lfs]
	fetchexclude = *
`;

/** The ids of harmless old mistakes that FIXED lets pass, as fsck prints them. */
export const TOLERATED_FSCK_IDS: readonly string[] = [
  "badTimezone",
  "missingSpaceBeforeDate",
  "zeroPaddedFilemode",
];

/**
 * What the repository's own configuration becomes before anything reads it. A filtered fetch leaves a
 * promisor remote there, and reading a blob that the filter left out would then try to fetch it.
 */
export const REPOSITORY_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";

/** The environment of every sandboxed git, beside what the sandbox itself sets. */
export function gitEnvironment(place: GitPlace): Record<string, string> {
  return {
    ...(place.repository === null ? {} : { GIT_DIR: place.repository }),
    GIT_CONFIG_GLOBAL: place.configFile,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ALLOW_PROTOCOL: "ssh",
    GIT_PROTOCOL_FROM_USER: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "/bin/false",
    SSH_ASKPASS: "/bin/false",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_FLUSH: "0",
  };
}

function quoted(path: string): string {
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
