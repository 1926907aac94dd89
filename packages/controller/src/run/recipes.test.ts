import type { HostName, Input, RunEvent, RunId } from '@rolecall/protocol';
import { revokeHost } from '../store/hosts.ts';
import { heldLocks } from '../store/locks.ts';
import { createdOf, eventsOf, listRuns } from '../store/runs.ts';
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
import { answerFrom, jobsOn } from '../testing/said.ts';

type Intent = Input<'runs.start'>['intent'];

let world: World;
let content: Uint8Array;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;
let file: string;
/** What files on every host say. */
let said: Record<string, string>;

const b = 'b' as HostName;

beforeAll(async () => {
  world = await makeWorld();
  content = await contentOf('recipes');
}, 60_000);
afterAll(() => world?.close());

/** The site applied, and then one member lost. */
async function begin(): Promise<void> {
  agents = makeAgents();
  said = { '/lost': 'lost', '/list': 'with', '/whole': 'yes' };
  for (const agent of agents.values()) {
    agent.behaviour.answer = (ask) => answerFrom(said, ask);
    agent.behaviour.fault = (assignment) => {
      if (assignment.includes('replace-take-out@')) said['/list'] = 'without';
      return undefined;
    };
  }
  file = world.fresh();
  controller = await open();
  await controller.finished(await controller.apply(await controller.plan({ bundle: bundle() })));
  controller.hub.unlink(b);
}
beforeEach(begin);
afterEach(() => controller?.close());

const open = (linked?: readonly HostName[]) =>
  openController(world, file, agents, {
    pace: { patience: { othersMs: 2_000, lastMs: 2_000 }, proofMs: 2_000, momentMs: 60_000 },
    ...(linked === undefined ? {} : { linked }),
  });
const bundle = () => controller.services.blobs.put(content);
const wish = (recipe: string, host: string | null, to: string | null = null, use = 'db'): Intent =>
  ({ is: 'recipe', recipe, use, host, to, given: {}, ticket: null, former: 'none' }) as Intent;
const planned = (intent: Intent): Promise<RunId> => controller.plan({ bundle: bundle(), intent });
const started = async (intent: Intent): Promise<RunId> => controller.apply(await planned(intent));
const carriedOut = async (intent: Intent): Promise<readonly RunEvent[]> => controller.finished(await started(intent));
const replace = wish('replace', 'b', 'd');
const locks = () => heldLocks(controller.database).map(({ name, holder }) => `${name} ${holder}`);

describe('a recipe', () => {
  test('is carried out step by step, under its lock, and says where there is no way back', async () => {
    const events = await carriedOut(replace);
    expect(outcomes(events)).toEqual({
      'db.replace-lost@-': 'ok',
      'db.replace-mark@-': 'changed',
      'db.replace-take-out@-': 'changed',
      'db@d': 'changed',
      'db@a': 'changed',
      'db@c': 'changed',
      'db.replace-whole@-': 'ok',
      'db.replace-tidy@-': 'changed',
    });
    expect(jobsOn(agents)).toEqual(['db.replace-mark@a', 'db.replace-take-out@a', 'db.replace-tidy@a']);
    const words = events.map((one) => ('instance' in one ? `${one.event} ${one.instance}` : one.event));
    const at = words.indexOf('passed db.replace-take-out@-');
    expect(words[at + 1]).toBe('assigned db.replace-take-out@-');
    expect(words.indexOf('ended db.replace-take-out@-')).toBeLessThan(words.indexOf('assigned db@d'));
    expect(all(events, 'finished').map(({ outcome }) => outcome)).toEqual(['changed']);
    expect(locks()).toEqual([]);
    const brought = events.find((one) => one.event === 'reported' && one.instance === ('db@d' as never));
    expect(brought).toBeDefined();
  });

  test('leaves a site behind that nobody has edited: it is refused until it says who the members are', async () => {
    await carriedOut(replace);
    await expect(controller.plan({ bundle: bundle() })).rejects.toMatchObject({
      code: 'site_behind',
      message: expect.stringContaining('and d took its place'),
    });
    await expect(planned(replace)).rejects.toMatchObject({ code: 'left_before' });
  });

  test('takes away what a member left whose host is there, and does so with the others settled', async () => {
    controller.hub.link(b);
    const events = await carriedOut(replace);
    expect(outcomes(events)['db@b']).toBe('removed');
    expect(agents.get(b)?.has('file:/etc/db')).toBe(false);
  });

  test('says in its plan what it is about to do, and touches nothing', async () => {
    const plan = await planned(replace);
    const events = eventsOf(controller.database, plan).map(({ body }) => body);
    const [graph] = all(events, 'graph');
    expect(graph?.instances.map(({ step }) => [step?.number, step?.does, step?.title])).toEqual([
      [1, 'require', 'b is lost'],
      [2, 'run', 'mark it'],
      [3, 'run', 'take b out'],
      [4, 'apply', 'bring d in'],
      [5, 'apply', 'tell the others'],
      [5, 'apply', 'tell the others'],
      [6, 'wait', 'all is well'],
      [8, 'run', 'tidy up'],
    ]);
    expect(all(events, 'noted').map(({ note }) => note)).toEqual([
      'this is a test',
      'b is away: what it has is left as it is',
      'when this is done, write into the site that db is on a, c, d; until then it is not applied',
    ]);
    expect(jobsOn(agents)).toEqual([]);
  });
});

test('a host gives something to be kept only in a step that says so, and for the recipe that asked for it', async () => {
  const a = 'a' as HostName;
  const resume = agents.get(a)?.hold();
  const id = await started(wish('backup', null));
  await until(() => all(bodies(id), 'assigned').length > 0, 'assigned');
  const intent = createdOf(controller.database, id)?.intent;
  const ticket = intent?.is === 'recipe' ? intent.ticket : undefined;
  expect(ticket).toMatch(/^\d{8}-\d{6}-/);
  const { keptFor } = controller.runs;
  expect([keptFor(a, 'db.tar'), keptFor(a, 'other'), keptFor(b, 'db.tar')]).toEqual([ticket, undefined, undefined]);
  resume?.();
  await controller.finished(id);
  expect(keptFor(a, 'db.tar')).toBeUndefined();
});

test('a member that was cut off and that the site names no longer has no part in a recipe', async () => {
  const put = async (site: string) => controller.services.blobs.put(await contentOf(site));
  await controller.finished(await controller.apply(await controller.plan({ bundle: await put('lost') })));
  revokeHost(controller.database, 'c' as HostName);
  const intent = wish('backup', null, null, 'ordered');
  const plan = await controller.plan({ bundle: await put('lost-later'), intent });
  const [graph] = all(bodies(plan), 'graph');
  expect(graph?.instances.map(({ job }) => job?.hosts)).toEqual([['a']]);
});

describe('a bad wish', () => {
  test.each<[string, Intent, string]>([
    [
      'about a role that has no such recipe',
      wish('move', 'b', 'd'),
      'no recipe for move: it has replace, decommission',
    ],
    ['about a role without recipes', wish('decommission', 'a', null, 'plain'), 'it has no recipes'],
    [
      'that its role says why it cannot fulfil',
      wish('move', 'a', 'd', 'plain'),
      'move plain@a to d is refused: it is bound to its host: put it on another one',
    ],
    [
      'for a host of another name, where members keep theirs',
      wish('replace', 'a', 'x', 'plain'),
      'replace plain@a by x is refused: it keeps its name',
    ],
    ['about a use that is not there', wish('replace', 'b', 'd', 'other'), 'has no other'],
    ['about a host that is no member', wish('replace', 'd', 'c'), 'd is no member of db'],
    ['for a host that is a member', wish('replace', 'b', 'c'), 'c is a member of db already'],
    ['for a host that nobody enrolled', wish('replace', 'b', 'x'), 'x was never enrolled'],
    ['for the host on which it is', wish('replace', 'b', 'b'), 'is on b already'],
  ])('%s is refused in one sentence', async (_, intent, says) => {
    const before = listRuns(controller.database, 100).length;
    await expect(planned(intent)).rejects.toMatchObject({ message: expect.stringContaining(says) });
    expect(listRuns(controller.database, 100)).toHaveLength(before);
  });

  test('whose need does not hold is refused in the words of the role', async () => {
    said['/lost'] = 'well';
    await expect(planned(replace)).rejects.toMatchObject({
      code: 'not_met',
      message: 'replace db@b by d is refused, since it does not hold that b is lost: /lost says well',
    });
    expect(locks()).toEqual([]);
  });

  test('for a host that is away is refused', async () => {
    controller.hub.unlink('d' as HostName);
    await expect(planned(replace)).rejects.toMatchObject({ code: 'away' });
  });
});

describe('a recipe that fails in its middle', () => {
  const failing = async (): Promise<readonly RunEvent[]> => {
    const agent = agents.get('d' as HostName) as FakeAgent;
    agent.behaviour.fault = () => ({ code: 'command_failed', message: 'no' });
    const events = await carriedOut(replace);
    agent.behaviour.fault = () => undefined;
    return events;
  };

  test('does in the end what it must, and keeps its lock', async () => {
    const events = await failing();
    expect(outcomes(events)).toMatchObject({ 'db@d': 'failed', 'db@a': 'skipped', 'db.replace-tidy@-': 'changed' });
    expect(locks()).toEqual(['cluster:db:topology db.replace@b']);
  });

  test('lets no other change of members begin', async () => {
    await failing();
    await expect(planned(wish('replace', 'c', 'd'))).rejects.toMatchObject({
      code: 'recipe_unfinished',
      message: expect.stringContaining('replace db@b was begun in run'),
    });
  });

  test('is gone on with by asking for the same again, and does nothing twice', async () => {
    await failing();
    // What had to hold before the point of no return is not asked again.
    said['/lost'] = 'well';
    const events = await carriedOut(replace);
    expect(outcomes(events)).toMatchObject({
      'db.replace-mark@-': 'ok',
      'db.replace-take-out@-': 'ok',
      'db@d': 'changed',
    });
    expect(outcomes(events)).not.toHaveProperty('db.replace-lost@-');
    expect(jobsOn(agents).filter((id) => id !== 'db.replace-tidy@a')).toEqual([
      'db.replace-mark@a',
      'db.replace-take-out@a',
    ]);
    expect(locks()).toEqual([]);
  });
});

test('a need that no longer holds once the locks are there stops it before anything is touched', async () => {
  const plan = await planned(replace);
  said['/lost'] = 'well';
  await controller.close();
  controller = await open(['a', 'c', 'd'] as HostName[]);
  const applied = await controller.apply(plan);
  controller.runs.logOf(applied);
  await until(() => all(bodies(applied), 'begun').length > 0, 'begun');
  controller.runs.logOf(applied).append({ event: 'cancelling', operator: 'ann' });
  const events = await controller.finished(applied);
  expect(outcomes(events)).toMatchObject({ 'db.replace-mark@-': 'cancelled', 'db.replace-tidy@-': 'skipped' });
  expect(jobsOn(agents)).toEqual([]);
  expect(locks()).toEqual([]);
});

test('a controller that is gone after any event: each step once, in its order, and no lock is left', async () => {
  const undisturbed = await carriedOut(replace);
  const first = undisturbed.findIndex(({ event }) => event === 'begun');
  for (let cut = first; cut < undisturbed.length; cut += 4) {
    await controller.close();
    await begin();
    const id = await started(replace);
    await until(() => bodies(id).length > cut, `event ${cut}`);
    await controller.close();
    controller = await open(['a', 'c', 'd'] as HostName[]);
    expect(outcomes(await controller.finished(id))).toEqual(outcomes(undisturbed));
    expect(jobsOn(agents)).toEqual(['db.replace-mark@a', 'db.replace-take-out@a', 'db.replace-tidy@a']);
    expect(locks()).toEqual([]);
  }
}, 120_000);

const bodies = (id: RunId): readonly RunEvent[] => eventsOf(controller.database, id).map(({ body }) => body);
