import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FILE, FOLDER, type HostileRepository, oneFile, PLAIN, withLines } from "./hostileRepository.js";

const HOOKS = ["post-checkout", "post-merge", "reference-transaction"];

/** Repositories that try things that want to run. */
export const RUNNING: readonly HostileRepository[] = [
  {
    name: "hooks-in-tree",
    tries: "hooks and a config where a bare repository has them",
    build: (r, canary) =>
      withLines((repository) => {
        const hook = repository.blob(`#!/bin/sh\n${canary}\n`);
        const hooks = HOOKS.map((name) => ({ mode: "100755", oid: hook, name }));
        const config = repository.blob(`[core]\n\tfsmonitor = "${canary}"\n`);
        return [
          { mode: FILE, oid: config, name: "config" },
          { mode: FOLDER, oid: repository.tree(hooks), name: "hooks" },
        ];
      })(r, canary),
    ends: {
      files: (canary) => ({
        ...PLAIN,
        config: `[core]\n\tfsmonitor = "${canary}"\n`,
        ...Object.fromEntries(HOOKS.map((name) => [`hooks/${name}`, `#!/bin/sh\n${canary}\n`])),
      }),
    },
  },
  {
    name: "attributes",
    tries: "filters, diff drivers and encodings by .gitattributes",
    build: (r, canary) => {
      withLines((repository) => [
        {
          mode: FILE,
          oid: repository.blob("* filter=evil diff=evil merge=evil ident working-tree-encoding=UTF-16\n"),
          name: ".gitattributes",
        },
      ])(r, canary);
      r.configure(
        `[filter "evil"]\n\tsmudge = ${canary}\n\tclean = ${canary}\n\tprocess = ${canary}\n\trequired = true\n`,
      );
    },
    ends: {
      files: {
        ...PLAIN,
        ".gitattributes": "* filter=evil diff=evil merge=evil ident working-tree-encoding=UTF-16\n",
      },
    },
  },
  {
    name: "lfs",
    tries: "a pointer whose real content lies on another server",
    build: oneFile(
      "model.ts",
      `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12\n`,
    ),
    ends: { files: PLAIN, skipped: [["model.ts", "lfs-pointer"]] },
  },
  {
    name: "gpgsig",
    tries: "signatures that name a program, twice",
    build: (r) => {
      const tree = r.tree([{ mode: FILE, oid: r.blob("ok"), name: "ok.ts" }]);
      const signature = "-----BEGIN PGP SIGNATURE-----\n \n $(touch x)\n -----END PGP SIGNATURE-----";
      r.branch(
        "main",
        r.commit(tree, { headers: `gpgsig ${signature}\ngpgsig ${signature}\nencoding ../../x` }),
      );
    },
    ends: { files: PLAIN },
  },
  {
    name: "replace-refs",
    tries: "a replacement that shows another commit in place of the asked one",
    build: (r) => {
      const good = r.files({ "ok.ts": "ok" });
      const evil = r.commit(r.tree([{ mode: FILE, oid: r.blob("evil"), name: "evil.ts" }]));
      mkdirSync(path.join(r.folder, "refs/replace"), { recursive: true });
      writeFileSync(path.join(r.folder, "refs/replace", good), `${evil}\n`);
    },
    ends: { files: PLAIN },
  },
  {
    name: "alternates-file",
    tries: "a list of other object folders as a file of the tree",
    build: withLines((r) => {
      const info = r.tree([{ mode: FILE, oid: r.blob("/var/lib/other/objects\n"), name: "alternates" }]);
      return [{ mode: FOLDER, oid: r.tree([{ mode: FOLDER, oid: info, name: "info" }]), name: "objects" }];
    }),
    ends: { files: { ...PLAIN, "objects/info/alternates": "/var/lib/other/objects\n" } },
  },
];
