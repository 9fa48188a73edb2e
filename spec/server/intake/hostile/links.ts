import {
  FILE,
  FOLDER,
  type HostileRepository,
  MALFORMED,
  oneFile,
  PLAIN,
  withLines,
} from "./hostileRepository.js";

const extModule = (canary: string) =>
  `[submodule "m"]\n\tpath = m\n\turl = ext::sh -c "${canary}"\n\tupdate = none\n`;

/** Repositories that try links and submodules. */
export const LINKS: readonly HostileRepository[] = [
  {
    name: "symlinks",
    tries: "links to files of the machine and to the folder above",
    build: withLines((r) => [
      { mode: "120000", oid: r.blob("/etc/passwd"), name: "passwd" },
      { mode: "120000", oid: r.blob("../../.."), name: "up" },
    ]),
    ends: {
      files: PLAIN,
      skipped: [
        ["passwd", "symlink"],
        ["up", "symlink"],
      ],
    },
  },
  {
    name: "symlink-twin",
    tries: "a link and a folder of the same name, to write through the link",
    build: (r) => {
      const inside = r.tree([{ mode: FILE, oid: r.blob("x"), name: "x" }]);
      const lines = [
        { mode: "120000", oid: r.blob("/etc"), name: "a" },
        { mode: FOLDER, oid: inside, name: "a" },
      ];
      r.branch("main", r.commit(r.tree(lines)));
    },
    ends: MALFORMED,
  },
  {
    name: "gitmodules-symlink",
    tries: "a .gitmodules that is a link",
    build: withLines((r) => [{ mode: "120000", oid: r.blob("/etc/passwd"), name: ".gitmodules" }]),
    ends: MALFORMED,
  },
  {
    name: "submodule-ext",
    tries: "a submodule whose URL runs a command",
    build: (r, canary) =>
      withLines((repository) => [
        { mode: FILE, oid: repository.blob(extModule(canary)), name: ".gitmodules" },
        { mode: "160000", oid: "1".repeat(40), name: "m" },
      ])(r, canary),
    ends: {
      files: (canary) => ({ ...PLAIN, ".gitmodules": extModule(canary) }),
      skipped: [["m", "submodule"]],
    },
  },
  {
    name: "submodule-plain",
    tries: "a submodule on the loopback address",
    build: withLines((r) => [
      {
        mode: FILE,
        oid: r.blob('[submodule "m"]\n\tpath = m\n\turl = ssh://git@127.0.0.1/x\n'),
        name: ".gitmodules",
      },
      { mode: "160000", oid: "1".repeat(40), name: "m" },
    ]),
    ends: {
      files: { ...PLAIN, ".gitmodules": '[submodule "m"]\n\tpath = m\n\turl = ssh://git@127.0.0.1/x\n' },
      skipped: [["m", "submodule"]],
    },
  },
  {
    name: "submodule-dash",
    tries: "a submodule URL that is an option (CVE-2018-17456)",
    build: oneFile(".gitmodules", '[submodule "m"]\n\tpath = m\n\turl = -u./payload\n'),
    ends: MALFORMED,
  },
  {
    name: "submodule-update",
    tries: "a submodule with a command to update it (CVE-2019-19604)",
    build: oneFile(".gitmodules", '[submodule "m"]\n\tpath = m\n\turl = ./m\n\tupdate = !touch x\n'),
    ends: MALFORMED,
  },
];
