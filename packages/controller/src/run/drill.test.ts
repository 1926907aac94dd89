import type { Catalog, HostName, Input, RunEvent, RunId } from '@rolecall/protocol';
import { appliedOf, sitesWith } from '../store/applied.ts';
import { lastDrillOf } from '../store/drills.ts';
import { jobRecord } from '../store/jobs.ts';
import { heldLocks } from '../store/locks.ts';
import { recordsOf } from '../store/records.ts';
import { eventsOf, listRuns } from '../store/runs.ts';
import {
  all,
  contentOf,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  type TestController,
  until,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';

type Intent = Input<'runs.start'>['intent'];

let world: World;
let content: Uint8Array;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;
let file: string;
let empty: string;

const d = 'd' as HostName;
const BACKUP = 'b'.repeat(64);
const OWN_SITE = 'recipes (drill of db)';
const ALL_AWAY = {
  'db.drill-empty@-': 'ok',
  'db.drill-fetch@-': 'changed',
  'db@d': 'changed',
  'db.drill-count@-': 'changed',
  'db.drill-tidy@-': 'changed',
  'db-drill@d': 'removed',
};

beforeAll(async () => {
  world = await makeWorld();
  content = await contentOf('recipes');
}, 60_000);
afterAll(() => world?.close());

/** The site applied on a, b and c; d is to spare. */
async function begin(): Promise<void> {
  agents = makeAgents();
  empty = 'yes';
  for (const agent of agents.values()) {
    agent.behaviour.answer = () => ({ is: 'value', value: { size: 1, mode: 0o644, content: empty } });
    agent.prints = 'a line\n1000 keys, hash 7\n';
  }
  file = world.fresh();
  controller = await open();
  await controller.finished(await controller.apply(await controller.plan({ bundle: bundle() })));
}
beforeEach(begin);
afterEach(() => controller?.close());

const open = () =>
  openController(world, file, agents, {
    pace: { patience: { othersMs: 2_000, lastMs: 2_000 }, proofMs: 2_000, momentMs: 60_000 },
  });
const bundle = () => controller.services.blobs.put(content);
const wish = (on: readonly string[] | undefined, more: object = {}): Intent =>
  ({
    ...{ is: 'recipe', recipe: 'drill', use: 'db', host: null, to: null, given: { from: BACKUP } },
    ...{ ...(on === undefined ? {} : { on }), ticket: null, former: 'none', ...more },
  }) as unknown as Intent;
const drill = wish(['d']);
const planned = (intent: Intent): Promise<RunId> => controller.plan({ bundle: bundle(), intent });
const started = async (intent: Intent): Promise<RunId> => controller.apply(await planned(intent));
const carriedOut = async (intent: Intent): Promise<readonly RunEvent[]> => controller.finished(await started(intent));
const agent = (host: HostName): FakeAgent => agents.get(host) as FakeAgent;
const locks = () => heldLocks(controller.database).map(({ name, holder }) => `${name} ${holder}`);
/** What is brought to the throwaway host. */
function broughtBy(plan: RunId): Catalog['resources'] {
  const [graph] = all(bodies(plan), 'graph');
  const hash = graph?.instances.find(({ instance }) => instance === ('db@d' as never))?.catalog;
  const stored = controller.services.blobs.get(hash as never);
  return (JSON.parse(Buffer.from(stored as Uint8Array).toString('utf8')) as Catalog).resources;
}
const isClear = () => !agent(d).has('file:/etc/db');
const remembered = () => ({
  applied: [...appliedOf(controller.database, OWN_SITE)],
  record: recordsOf(controller.database).get(OWN_SITE, 'db'),
  job: jobRecord(controller.database, OWN_SITE, 'db' as never, 'drill-count' as never),
  locks: locks(),
});
const NOTHING = { applied: [], record: null, job: undefined, locks: [] };
const fails = (host: HostName, what: string): void => {
  agent(host).behaviour.fault = (assignment) =>
    assignment.includes(what) ? { code: 'command_failed', message: 'no' } : undefined;
};

describe('a drill', () => {
  test('restores on hosts of its own, proves it, and takes everything away again', async () => {
    const before = appliedOf(controller.database, 'recipes');
    const events = await carriedOut(drill);
    expect(outcomes(events)).toEqual(ALL_AWAY);
    expect(isClear()).toBe(true);
    expect(remembered()).toEqual(NOTHING);
    expect(appliedOf(controller.database, 'recipes')).toEqual(before);
    expect(sitesWith(controller.database, 'db@d' as never)).toEqual([]);
  });

  test('says what was counted, in its run, in the audit and with the backup', async () => {
    const events = await carriedOut(drill);
    expect(all(events, 'noted').map(({ note }) => note)).toContain('everything is back: 1000 keys, hash 7');
    expect(lastDrillOf(controller.database, BACKUP)).toMatchObject({
      ...{ site: 'recipes', use: 'db', found: '1000 keys, hash 7', run: listRuns(controller.database, 1)[0]?.run },
    });
    expect(controller.services.audit.list(1)[0]).toMatchObject({
      verb: 'drill.passed',
      subject: expect.stringContaining(`recipes: db from ${BACKUP}: 1000 keys, hash 7`),
    });
  });

  test('leaves the site as it is: a plan of it finds nothing to do', async () => {
    await carriedOut(drill);
    const plan = await controller.plan({ bundle: bundle() });
    const events = eventsOf(controller.database, plan).map(({ body }) => body);
    expect(all(events, 'finished').map(({ outcome }) => outcome)).toEqual(['ok']);
    expect(all(events, 'noted')).toEqual([]);
  });

  test('declares what goes whatever it holds, unless it was there before', async () => {
    const plan = await planned(drill);
    expect(broughtBy(plan).map(({ remove }) => remove)).toEqual(['made']);
    const [graph] = all(bodies(plan), 'graph');
    expect(graph?.instances.at(-1)?.step).toMatchObject({ does: 'remove', always: true });
  });

  test('goes by the parameters that its role wants for a drill, and by those of the site where it wants none', async () => {
    const plan = await planned(drill);
    expect(JSON.stringify(broughtBy(plan))).toContain('d of d as ever');
  });

  test('is beside the site: while it goes on, the site is applied, and other recipes are not kept waiting', async () => {
    const release = agent(d).hold();
    const run = await started(drill);
    await until(() => locks().length > 0, 'its lock');
    expect(locks()).toEqual(['cluster:db-drill:topology db.drill@-']);
    const applied = await carriedOut({ is: 'converge' } as Intent);
    expect(all(applied, 'finished').map(({ outcome }) => outcome)).toEqual(['ok']);
    agent(d).behaviour.pause = () => Promise.resolve();
    release();
    expect(outcomes(await controller.finished(run))).toEqual(ALL_AWAY);
  });
});

describe('a drill that fails', () => {
  test('because not everything is back has not passed, and leaves nothing behind', async () => {
    fails(d, 'drill-count@');
    const events = await carriedOut(drill);
    expect(outcomes(events)).toEqual({ ...ALL_AWAY, 'db.drill-count@-': 'failed' });
    expect(isClear()).toBe(true);
    expect(remembered()).toEqual(NOTHING);
    expect(lastDrillOf(controller.database, BACKUP)).toBeNull();
  });

  test('before anything is brought about leaves nothing behind either, and the next one begins from the start', async () => {
    fails(d, 'drill-fetch@');
    expect(outcomes(await carriedOut(drill))).toMatchObject({ 'db@d': 'skipped', 'db-drill@d': 'removed' });
    fails(d, 'nothing');
    expect(outcomes(await carriedOut(drill))).toEqual(ALL_AWAY);
  });

  test('to take everything away has passed, and the same words take away what is left', async () => {
    fails(d, 'db-drill@');
    expect(outcomes(await carriedOut(drill))).toEqual({ ...ALL_AWAY, 'db-drill@d': 'failed' });
    expect([isClear(), locks()]).toEqual([false, ['cluster:db-drill:topology db.drill@-']]);
    expect(lastDrillOf(controller.database, BACKUP)).not.toBeNull();
    fails(d, 'nothing');
    // What the half of a cluster answers counts for nothing now.
    empty = 'no';
    await expect(planned(wish(['c']))).rejects.toMatchObject({ code: 'recipe_unfinished' });
    const events = await carriedOut(drill);
    expect(outcomes(events)).toEqual({ 'db.drill-tidy@-': 'ok', 'db-drill@d': 'removed' });
    expect(isClear()).toBe(true);
    expect(remembered()).toEqual(NOTHING);
    empty = 'yes';
    expect(outcomes(await carriedOut(drill))).toEqual(ALL_AWAY);
  });
});

test.each<[string, Intent, string]>([
  ['without hosts', wish(undefined), 'name them with --on'],
  ['on a member', wish(['b']), 'b carries db, and a drill is on hosts that carry nothing of it'],
  ['on a host that nobody enrolled', wish(['x']), 'x was never enrolled'],
  ['of a role that has none', wish(['d'], { use: 'plain' }), 'has no recipe for drill'],
  ['of one member', wish(['d'], { host: 'b' }), 'drill is about all of db'],
])('a drill %s is refused in one sentence', async (_, intent, says) => {
  await expect(planned(intent)).rejects.toMatchObject({ message: expect.stringContaining(says) });
  expect(locks()).toEqual([]);
});

test('hosts of its own are for a drill alone', async () => {
  const intent = wish(['d'], { recipe: 'replace', host: 'b', to: 'd' });
  await expect(planned(intent)).rejects.toMatchObject({ code: 'no_drill' });
});

test('a controller that is gone after any event: the drill ends as ever, and nothing of it is left', async () => {
  const undisturbed = await carriedOut(drill);
  const first = undisturbed.findIndex(({ event }) => event === 'begun');
  for (let cut = first; cut < undisturbed.length; cut += 4) {
    await controller.close();
    await begin();
    const id = await started(drill);
    await until(() => bodies(id).length > cut, `event ${cut}`);
    await controller.close();
    controller = await open();
    expect(outcomes(await controller.finished(id))).toEqual(ALL_AWAY);
    expect([isClear(), remembered()]).toEqual([true, NOTHING]);
  }
}, 120_000);

const bodies = (id: RunId): readonly RunEvent[] => eventsOf(controller.database, id).map(({ body }) => body);
