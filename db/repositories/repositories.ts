import { analysesOf, createAnalysisTable } from "./analyses.js";
import { createDataKeysRepository } from "./dataKeys.js";
import type { Deps } from "./deps.js";
import { createJobsRepository } from "./jobs.js";
import {
  createInstanceRepository,
  createPeopleRepositories,
  createPeopleTables,
  createSignInRepositories,
} from "./people.js";
import { createDueForPoll, createProjectTables, deployKeysOf, hostKeysOf, projectsOf } from "./projects.js";
import { createResultTables, factsOf, revisionsOf, sourcesOf } from "./revisions.js";

/** Everything that can be asked of the database. */
export type Repositories = ReturnType<typeof createRepositories>;
/** What belongs to one organization; the only way to tenant data. */
export type OrganizationRepositories = ReturnType<Repositories["forOrganization"]>;

/** The repositories of one open database; defines its models. */
export function createRepositories(deps: Deps) {
  const { sequelize, inTransaction, clock } = deps;
  const tables = createProjectTables(sequelize);
  const results = createResultTables(sequelize);
  const people = createPeopleTables(sequelize);
  const analysisDeps = { analyses: createAnalysisTable(sequelize), projects: tables.projects, inTransaction };
  return {
    ...createPeopleRepositories(people, clock),
    ...createSignInRepositories(people),
    instance: createInstanceRepository(people),
    dataKeys: createDataKeysRepository(sequelize, { ...people, ...tables, ...results }),
    jobs: createJobsRepository(deps),
    projectsDueForPoll: createDueForPoll(tables),
    forOrganization: (organizationId: string) => ({
      projects: projectsOf(tables, organizationId),
      deployKeys: deployKeysOf(tables, organizationId, clock),
      hostKeys: hostKeysOf(tables, organizationId),
      analyses: analysesOf(analysisDeps, organizationId),
      revisions: revisionsOf(results, organizationId),
      facts: factsOf(results, organizationId),
      sources: sourcesOf(results, organizationId),
    }),
  };
}
