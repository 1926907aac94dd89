import type { Migration } from './migration.ts';
import { appliedSchema, frozenSchema, outputSchema } from './schema/applied.ts';
import { artifactSchema, offlineSchema } from './schema/artifacts.ts';
import { auditSchema } from './schema/audit.ts';
import { blobSchema } from './schema/blobs.ts';
import { certificateSchema } from './schema/certificates.ts';
import { commandSchema } from './schema/commands.ts';
import { drillSchema } from './schema/drills.ts';
import { enrolmentSchema } from './schema/enrolment.ts';
import { factsSchema } from './schema/facts.ts';
import { hostsSchema } from './schema/hosts.ts';
import { identitySchema } from './schema/identities.ts';
import { instanceOwnerSchema } from './schema/instance-owners.ts';
import { jobSchema, leftLockSchema } from './schema/jobs.ts';
import { leftMemberSchema } from './schema/left-members.ts';
import { operatorSchema } from './schema/operators.ts';
import { outputSizeSchema } from './schema/output-size.ts';
import { packSchema } from './schema/packs.ts';
import { runsSchema } from './schema/runs.ts';
import { secretsSchema } from './schema/secrets.ts';
import { siteSchema } from './schema/site.ts';
import { siteModeSchema } from './schema/site-mode.ts';

/** Everything that ever shaped the store, in the order in which it runs: new ones go to the end. */
export const migrations: readonly Migration[] = [
  hostsSchema,
  enrolmentSchema,
  factsSchema,
  commandSchema,
  blobSchema,
  secretsSchema,
  auditSchema,
  runsSchema,
  siteSchema,
  certificateSchema,
  appliedSchema,
  operatorSchema,
  outputSchema,
  outputSizeSchema,
  artifactSchema,
  frozenSchema,
  offlineSchema,
  siteModeSchema,
  jobSchema,
  packSchema,
  leftMemberSchema,
  identitySchema,
  drillSchema,
  instanceOwnerSchema,
  leftLockSchema,
];
