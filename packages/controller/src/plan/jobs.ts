import type {
  Declared,
  HostName,
  InstanceId,
  JobDocument,
  JobNode,
  Json,
  SiteDocument,
  UseName,
} from '@rolecall/protocol';
import { instanceId, jobId, jobOf, jobOn, partsOfInstance } from '@rolecall/protocol/id-parts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { canonical } from '../site/canonical.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import type { Database } from '../store/database.ts';
import { type JobRecord, jobRecord } from '../store/jobs.ts';
import { type StoredCatalog, storeCatalog } from './catalog.ts';
import type { PreparedInstance, PreparedUse, UseContext } from './prepared.ts';

/** A use whose jobs are worked out. */
type Use = Pick<PreparedUse, 'use' | 'role' | 'context'>;

/** What the jobs of a use are; nothing where it has none, or where that is not known yet. They are asked for the first member. */
export async function jobsOf(
  evaluator: Evaluator,
  { role, context }: Pick<Use, 'role' | 'context'>,
): Promise<readonly JobDocument[]> {
  const host = context?.peers[0]?.name;
  if (context === null || host === undefined || !role.has.includes('jobs')) return [];
  return evaluator.ask({ call: 'jobs', ...context, host });
}

/** What a job is for the member that carries it out. @throws ControllerError `bad_role` where it is not the same for each */
export async function jobFor(
  evaluator: Evaluator,
  context: UseContext,
  node: Pick<JobNode, 'name' | 'source'>,
  host: HostName,
): Promise<JobDocument> {
  const [first, ...jobs] = await Promise.all(
    [context.peers[0]?.name ?? host, host].map((name) => evaluator.ask({ call: 'jobs', ...context, host: name })),
  );
  const shape = (all: readonly JobDocument[] | undefined) =>
    canonical(
      (all ?? []).map(({ job, form, after, locks, on, key, gives }) => ({ job, form, after, locks, on, key, gives })),
    );
  const there = jobs[0]?.find(({ job }) => job === node.name);
  if (there !== undefined && shape(first) === shape(jobs[0])) return there;
  throw new ControllerError(
    'bad_role',
    `the jobs of ${context.use} are other ones on ${host} than on ${context.peers[0]?.name}: only what they run may differ`,
    { at: node.source },
  );
}

/** What a member runs for a job, stored for it. */
export const storeJob = (
  services: Services,
  use: UseName,
  { job, run }: Pick<JobDocument, 'job'> & { readonly run: readonly Declared[] },
  host: HostName,
): StoredCatalog => storeCatalog(services, { host, instance: jobOn(use, job, host) }, run);

/** The jobs of a use as nodes of a run, each after all members and after the jobs that it names. */
export function prepareJobs(
  services: Services,
  { use, context }: Use,
  documents: readonly JobDocument[],
  { hosts, limited }: { readonly hosts: readonly HostName[]; readonly limited: ReadonlySet<HostName> | undefined },
): readonly PreparedInstance[] {
  if (context === null) return [];
  return documents.flatMap((document): PreparedInstance[] => {
    const able = membersFor(document, context, limited);
    const [first] = able;
    if (first === undefined) return [];
    return [
      {
        ...base(use, document, hosts),
        ...storeJob(services, use, document, first),
        host: first,
        parts: [],
        context,
        job: nodeOf(use, document, able),
      },
    ];
  });
}

/** Who may carry a job out, in the order in which they are tried. */
const membersFor = (
  { on }: JobDocument,
  { peers }: UseContext,
  limited: ReadonlySet<HostName> | undefined,
): readonly HostName[] =>
  peers.map(({ name }) => name).filter((name) => (on ?? name) === name && (limited?.has(name) ?? true));

const base = (use: UseName, { job, after, locks }: JobDocument, hosts: readonly HostName[]) => ({
  instance: jobId(use, job),
  after: [...hosts.map((host) => instanceId(use, host)), ...after.map((other) => jobId(use, other))],
  outcome: null,
  why: null,
  position: 0,
  maxUnavailable: 1,
  together: false,
  formed: true,
  gone: false,
  formerly: [],
  becomes: null,
  frozen: null,
  locks,
});

const nodeOf = (use: UseName, document: JobDocument, hosts: readonly HostName[]): JobNode => ({
  name: document.job,
  use,
  form: document.form,
  hosts: [...hosts],
  key: document.key,
  asks: document.done !== null,
  gives: document.gives,
  source: document.source,
});

/** What is remembered of a job, also under the name that its use had before. */
export function recordOfJob(database: Database, site: SiteDocument, use: string, job: string): JobRecord | undefined {
  const former = Object.entries(site.moved.uses).find(([, to]) => to === use)?.[0];
  return (
    jobRecord(database, site.name, use, job) ??
    (former === undefined ? undefined : jobRecord(database, site.name, former, job))
  );
}

/** Whether a job with this key has succeeded: what it gave is known then, and without a done-probe it is not run again. */
export const hasSucceeded = (record: JobRecord | undefined, key: string | null): record is JobRecord =>
  record?.state === 'succeeded' && record.key === key;

/** What the jobs of a use gave, by name; nothing for those that have yet to succeed. */
export function givenByJobs(
  database: Database,
  site: SiteDocument,
  { use, jobs }: Pick<PreparedUse, 'use' | 'jobs'>,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    jobs.flatMap(({ job, key, gives }) => {
      const record = recordOfJob(database, site, use, job);
      return gives && hasSucceeded(record, key) && record.output !== undefined ? [[job, record.output]] : [];
    }),
  );
}

/** Whoever waits for a job that is not there, would wait for nothing: that is a mistake in the site. */
export function refuseUnknownJobs(
  site: SiteDocument,
  use: UseName,
  after: readonly InstanceId[],
  uses: ReadonlyMap<string, PreparedUse>,
): void {
  for (const id of after) {
    const job = jobOf(id);
    const other = uses.get(partsOfInstance(id).use);
    if (job === undefined || other === undefined || other.context === null) continue;
    if (other.jobs.some((known) => known.job === job)) continue;
    const known = other.jobs.map((one) => one.job).join(', ');
    const at = site.uses.find((one) => one.use === use)?.source;
    throw new ControllerError(
      'unknown_job',
      `${use} waits for the job ${job} of ${other.use}, which has ${known === '' ? 'no jobs' : `only ${known}`}`,
      at === undefined ? {} : { at },
    );
  }
}
