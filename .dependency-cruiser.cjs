/** Layer rules of ARCHITECTURE.md. `scripts/check.mjs` also fails when no module was seen. */
const layer = (name, from, forbidden) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: forbidden },
});

/** What is started rather than imported. */
const ENTRIES = ["^server/cli/main\\.ts$", "^analyzer/pool/(process|thread)\\.ts$"];

module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.ts$", "^web/islands/", "^spec/", ...ENTRIES] },
      to: {},
    },
    layer("analyzer-imports-nothing-of-ours", "^analyzer/", "^(keys|db|web|server|spec)/"),
    layer("keys-imports-nothing-of-ours", "^keys/", "^(analyzer|db|web|server|spec)/"),
    layer("db-imports-keys-only", "^db/", "^(analyzer|web|server|spec)/"),
    layer("web-imports-analyzer-only", "^web/", "^(keys|db|server|spec)/"),
    layer("nothing-imports-spec", "^(analyzer|keys|db|web|server)/", "^spec/"),
    {
      name: "web-and-db-take-types-only",
      severity: "error",
      from: { path: "^(web|db)/" },
      to: { path: "^(analyzer|keys)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "child-process-only-in-intake",
      severity: "error",
      from: { path: "^(analyzer|keys|db|web|server)/", pathNot: ["^server/intake/", "^server/demo/"] },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "sequelize-only-in-db",
      severity: "error",
      from: { path: "^(analyzer|keys|web|server)/" },
      to: { path: "node_modules/(sequelize|umzug|mysql2)(/|$)" },
    },
    {
      name: "models-are-private-to-db",
      severity: "error",
      from: { path: "^(?!db/)" },
      to: { path: "^db/models/" },
    },
    {
      name: "no-dev-dependency-at-run-time",
      severity: "error",
      from: { path: "^(analyzer|keys|db|web|server)/", pathNot: "^web/islands/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // Only Node 24 knows it, and the specs of the check may run on another.
    builtInModules: { add: ["node:sqlite"] },
    exclude: { path: "^(dist|coverage|spec/fixtures)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
