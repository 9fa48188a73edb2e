import {
  FILE,
  type HostileRepository,
  MALFORMED,
  oneFile,
  oneFolder,
  PLAIN,
  withLines,
} from "./hostileRepository.js";

/** Repositories that try names of files and folders. */
export const NAMES: readonly HostileRepository[] = [
  { name: "dot", tries: "a folder named .", build: oneFolder("."), ends: MALFORMED },
  { name: "dotdot", tries: "a folder named .. to write above", build: oneFolder(".."), ends: MALFORMED },
  { name: "dotgit", tries: "a .git folder with its own config", build: oneFolder(".git"), ends: MALFORMED },
  {
    name: "dotgit-case",
    tries: "a .GIT folder for file systems without case",
    build: oneFolder(".GiT"),
    ends: MALFORMED,
  },
  { name: "dotgit-short", tries: "a GIT~1 folder, its DOS name", build: oneFolder("GIT~1"), ends: MALFORMED },
  {
    name: "dotgit-hfs",
    tries: "a .git folder with a zero-width joiner",
    build: oneFolder(".g\u200dit"),
    ends: MALFORMED,
  },
  {
    name: "dotgit-ads",
    tries: "a .git folder as an NTFS stream",
    build: oneFolder(".git::$INDEX_ALLOCATION"),
    ends: MALFORMED,
  },
  {
    name: "full-path",
    tries: "a name that is a path of its own",
    build: oneFile("../../../etc/cron.d/x"),
    ends: MALFORMED,
  },
  { name: "empty-name", tries: "a file without a name", build: oneFile(""), ends: MALFORMED },
  {
    name: "control-names",
    tries: "line ends, escapes and reversed text in names",
    build: withLines((r) =>
      ["a\nb.ts", "c\u001b[2Jd.ts", "e\u202ets.ts"].map((name) => ({ mode: FILE, oid: r.blob("x"), name })),
    ),
    ends: {
      files: PLAIN,
      skipped: [
        ["a\\u{a}b.ts", "path"],
        ["c\\u{1b}[2Jd.ts", "path"],
        ["e\\u{202e}ts.ts", "path"],
      ],
    },
  },
  {
    name: "invalid-utf8",
    tries: "a name that is no text",
    build: oneFile(Buffer.from([0x66, 0xff, 0xfe, 0x2e, 0x74, 0x73])),
    ends: { files: PLAIN, skipped: [["f\ufffd\ufffd.ts", "path"]] },
  },
  {
    name: "long-path",
    tries: "a name of 1,025 bytes, one over the limit",
    build: oneFile("n".repeat(1025)),
    ends: { files: PLAIN, skipped: [[`${"n".repeat(199)}…`, "path"]] },
  },
  {
    name: "endless-name",
    tries: "a name of 3 MiB to fill a line buffer",
    build: oneFile("n".repeat(3 * 1024 * 1024)),
    ends: MALFORMED,
  },
  {
    name: "device-names",
    tries: "names that are devices or streams elsewhere",
    build: withLines((r) =>
      ["AUX", "a:b", "nul.ts", "trailing. "].map((name) => ({ mode: FILE, oid: r.blob("x"), name })),
    ),
    ends: { files: { ...PLAIN, AUX: "x", "a:b": "x", "nul.ts": "x", "trailing. ": "x" } },
  },
  {
    name: "option-names",
    tries: "names that are options and commands",
    build: withLines((r) =>
      ["--output=x", "-rf", "$(touch x)", "`touch x`"].map((name) => ({
        mode: FILE,
        oid: r.blob("x"),
        name,
      })),
    ),
    ends: { files: { ...PLAIN, "--output=x": "x", "-rf": "x", "$(touch x)": "x", "`touch x`": "x" } },
  },
];
