import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Facts, HostName, Input, RunEvent, RunEventOf, RunId, Sha256 } from '@rolecall/protocol';
import { makeSealingKeys } from '@rolecall/protocol/sealed-box';
import { pino } from 'pino';
import { Audit } from '../audit/audit.ts';
import { Blobs } from '../blobs/blobs.ts';
import type { Pace } from '../run/driver.ts';
import { Runs } from '../run/runs.ts';
import { Secrets } from '../secrets/secrets.ts';
import type { Services } from '../serve/services.ts';
import { bundleSite } from '../site/bundle/bundle-site.ts';
import { Database } from '../store/database.ts';
import { putFacts } from '../store/facts.ts';
import { enrolHost, noteAddress } from '../store/hosts.ts';
import { createdOf, eventsOf } from '../store/runs.ts';
import { FakeAgent } from './fake-agent.ts';
import { FakeHub } from './fake-fleet.ts';

export const HOSTS = ['a', 'b', 'c', 'd'] as HostName[];

/** A data folder with enrolled hosts and the bundle of the tests' site. */
export interface World {
  readonly folder: string;
  readonly bundle: Sha256;
  /** The same site later, when it declares less. */
  readonly shrunk: Sha256;
  /** A copy of the store as it was before anything ran. */
  fresh(): string;
  /** Lets later stores know what the site has answered in this one, so that it need not be asked again. */
  keepAnswers(database: Database): void;
  close(): void;
}

/** A controller over one store and the agents of a fleet, which may be shared with the next one. */
export interface TestController {
  readonly database: Database;
  readonly hub: FakeHub;
  readonly runs: Runs;
  readonly services: Services;
  plan(more?: Partial<Input<'runs.start'>>): Promise<RunId>;
  /** Starts the apply of a plan and answers its run. */
  apply(plan: RunId, more?: Partial<Input<'runs.start'>>): Promise<RunId>;
  /** The run's events once it has finished. */
  finished(run: RunId): Promise<readonly RunEvent[]>;
  close(): Promise<void>;
}

/** Everything slow is short here; a test that waits longer says so. */
export const PACE: Pace = { patience: { othersMs: 30_000, lastMs: 30_000 }, proofMs: 10_000, momentMs: 60_000 };

/** `site`: one of the sites beside this file. */
export async function makeWorld(site: 'fleet' | 'together' = 'fleet'): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-run-'));
  const base = join(folder, 'base.db');
  const database = new Database(base);
  const blobs = new Blobs(database, join(folder, 'blobs'));
  const bundle = blobs.put(await contentOf(site));
  const shrunk = blobs.put(await contentOf('shrunk'));
  const secrets = await Secrets.open(database, join(folder, 'secrets.key'));
  await secrets.ensureGenerated([{ name: 'store/password', length: 16 }]);
  for (const [i, host] of HOSTS.entries()) enrol(database, host, i + 1);
  database.close();
  let copies = 0;
  return {
    folder,
    bundle,
    shrunk,
    fresh: () => {
      const file = join(folder, `store-${++copies}.db`);
      copyFileSync(base, file);
      return file;
    },
    keepAnswers: (from) => {
      from.exec(`
        ATTACH '${base}' AS base;
        INSERT OR IGNORE INTO base.evaluation SELECT * FROM main.evaluation;
        DETACH base;
      `);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The bundle of one of the sites beside this file. */
export async function contentOf(site: string): Promise<Uint8Array> {
  const bundled = await bundleSite(join(import.meta.dirname, `sites/${site}.ts`));
  if (!bundled.ok) throw new Error(JSON.stringify(bundled.findings));
  return bundled.content();
}

function enrol(database: Database, host: HostName, number: number): void {
  const id = `00000000-0000-4000-8000-00000000000${number}` as never;
  const sealingKey = makeSealingKeys().publicKey;
  enrolHost(database, host, {}, { id, serial: `${number}`, notAfter: 0, sealingKey });
  noteAddress(database, host, `10.0.0.${number}`);
  const facts = { hostname: host, cpu: { unknown: 'x' }, mem: { unknown: 'x' }, net: { unknown: 'x' }, mounts: [] };
  putFacts(database, host, `${number}`.repeat(64) as Sha256, facts as unknown as Facts);
}

export const makeAgents = (): ReadonlyMap<HostName, FakeAgent> =>
  new Map(HOSTS.map((host) => [host, new FakeAgent(host)]));

/** Opens a controller; every agent is linked unless told. */
export async function openController(
  { folder, bundle, keepAnswers }: World,
  file: string,
  agents: ReadonlyMap<HostName, FakeAgent>,
  { pace = PACE, linked = HOSTS }: { readonly pace?: Pace; readonly linked?: readonly HostName[] } = {},
): Promise<TestController> {
  const database = new Database(file);
  // No test takes the power away, and a sync of the disk for each event takes most of its time.
  database.exec('PRAGMA synchronous = OFF');
  const blobs = new Blobs(database, join(folder, 'blobs'));
  const hub = new FakeHub(database, blobs, agents);
  const services: Services = {
    data: folder,
    url: 'https://controller',
    database,
    hub,
    blobs,
    secrets: await Secrets.open(database, join(folder, 'secrets.key')),
    authorities: { bundle: 'the certificates of the authority\n' },
    audit: new Audit(database),
    log: pino({ level: 'silent' }),
    selectHosts: (expression) => HOSTS.filter((host) => expression.split(' ').includes(host)),
  };
  const runs = new Runs(services, pace);
  runs.resume();
  for (const host of linked) hub.link(host);
  const start = (more: Partial<Input<'runs.start'>>) =>
    runs.start(
      {
        mode: 'plan',
        intent: { is: 'converge' },
        bundle,
        limit: null,
        plan: null,
        resumes: null,
        expects: null,
        simulate: false,
        ...more,
      },
      'ann',
    );
  const finished = async (run: RunId) => {
    for await (const { body } of runs.logOf(run).events(0, true, AbortSignal.timeout(15_000))) {
      if (body.event === 'finished') return eventsOf(database, run).map((event) => event.body);
    }
    throw new Error(`run ${run} has not finished: ${eventsOf(database, run).map(({ body }) => body.event)}`);
  };
  return {
    database,
    hub,
    runs,
    services,
    finished,
    plan: async (more = {}) => {
      const run = await start(more);
      await finished(run);
      return run;
    },
    apply: (plan, more = {}) => {
      const { bundle: planned, intent } = createdOf(database, plan) ?? { bundle, intent: { is: 'converge' } };
      return start({ mode: 'apply', plan, bundle: planned, intent, ...more });
    },
    close: async () => {
      await runs.close();
      hub.die();
      keepAnswers(database);
      database.close();
    },
  };
}

/** How every instance of a run ended. */
export const outcomes = (events: readonly RunEvent[]): Readonly<Record<string, string>> =>
  Object.fromEntries(all(events, 'ended').map(({ instance, outcome }) => [instance, outcome]));

export const all = <E extends RunEvent['event']>(events: readonly RunEvent[], event: E): readonly RunEventOf<E>[] =>
  events.filter((one): one is RunEventOf<E> => one.event === event);

/** Calls back after everything that was committed. */
export function onCommit(database: Database, tell: () => void): void {
  const original = database.transaction.bind(database);
  database.transaction = (work) => {
    const result = original(work);
    if (!database.inTransaction) tell();
    return result;
  };
}

/** Waits, bounded, until something holds. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
