import type { Answer, Ask, Facts, HostName, Input, PreflightCheck, RunId, Sha256 } from '@rolecall/protocol';
import { putFacts } from '../store/facts.ts';
import { eventsOf } from '../store/runs.ts';
import {
  all,
  contentOf,
  HOSTS,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  type TestController,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';

type Intent = Input<'runs.start'>['intent'];

let world: World;
let content: Uint8Array;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;
/** What hosts answer otherwise than one that is sound. */
let odd: (host: string, ask: Ask) => Answer | undefined;

const value = (is: unknown): Answer => ({ is: 'value', value: is as never });
const refused: Answer = { is: 'absent', reason: 'nothing listens' };

function sound(ask: Ask): Answer {
  switch (ask.ask) {
    case 'ports':
      return value([]);
    case 'clock':
      return value(Date.now());
    case 'listen':
      return value(true);
    default:
      return value({ connectMs: 1 });
  }
}

/** A host of four processors and 4 GB, with what is said otherwise. */
function found(host: string, otherwise: object = {}): void {
  const facts = {
    hostname: host,
    cpu: { model: 'x', count: 4, sockets: 1, flags: [] },
    mem: { total: 4e9, swap: 0, hugepages: 'never' },
    mounts: [{ path: '/', device: '/dev/vda', type: 'ext4', options: '', size: 1e11 }],
    net: { unknown: 'not in this test' },
    time: { zone: 'UTC', synchronised: true, service: 'chronyd' },
    ...otherwise,
  };
  const hash = `${host}${Object.keys(otherwise).length}`.padEnd(64, '0') as Sha256;
  putFacts(controller.database, host as HostName, hash, facts as unknown as Facts);
}

beforeAll(async () => {
  world = await makeWorld();
  content = await contentOf('coming');
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  odd = () => undefined;
  for (const [host, agent] of agents) agent.behaviour.answer = (ask) => odd(host, ask) ?? sound(ask);
  controller = await openController(world, world.fresh(), agents);
  for (const host of HOSTS) found(host);
  await controller.finished(await controller.apply(await controller.plan({ bundle: bundle() })));
});
afterEach(() => controller?.close());

const bundle = () => controller.services.blobs.put(content);
const replacing = (host: string): Intent =>
  ({ is: 'recipe', recipe: 'replace', use: 'db', host, to: 'd', given: {}, ticket: null, former: 'none' }) as Intent;
const planned = (host = 'b', skips: PreflightCheck[] = []): Promise<RunId> =>
  controller.plan({ bundle: bundle(), intent: replacing(host), skips });
const notesOf = (run: RunId): string[] =>
  all(
    eventsOf(controller.database, run).map(({ body }) => body),
    'noted',
  ).map(({ note }) => note);
const little = { mem: { total: 1e9, swap: 0, hugepages: 'never' } };

describe('the host that a recipe brings in', () => {
  test('is looked at before anything is touched; where nothing is wrong, nothing is said', async () => {
    const plan = await planned();
    expect(notesOf(plan)).toEqual([expect.stringContaining('write into the site that db is on a, c, d')]);
    const events = await controller.finished(await controller.apply(plan));
    expect(outcomes(events)).toMatchObject({ 'db@d': 'changed' });
  });

  test.each<[string, string, string, () => void]>([
    ['too little memory', 'memory_short', 'd: memory: 1 GB; wanted: 2 GB for db', () => found('d', little)],
    [
      'too few processors',
      'cpus_short',
      'db on d: processors: 1; wanted: 2 for db',
      () => found('d', { cpu: { model: 'x', count: 1, sockets: 1, flags: [] } }),
    ],
    [
      'a port that something has',
      'port_taken',
      'db on d: port 7000/tcp: taken by other.service; wanted: free for db',
      () => {
        odd = (host, { ask }) =>
          host === 'd' && ask === 'ports'
            ? value([{ transport: 'tcp', port: 7_000, unit: 'other.service' }])
            : undefined;
      },
    ],
    [
      'a way to it that is closed',
      'not_reached',
      'db on a: a → d 7000/tcp: refused on the way; wanted: open for db',
      () => {
        odd = (host, { ask }) => (host === 'a' && ask === 'tcp' ? refused : undefined);
      },
    ],
    [
      'a way from it that is closed',
      'not_reached',
      'db on d: d → a 7000/tcp: refused on the way; wanted: open for db',
      () => {
        odd = (host, ask) => (host === 'd' && ask.ask === 'tcp' && ask.host === '10.0.0.1' ? refused : undefined);
      },
    ],
    [
      'the address of a member',
      'address_twice',
      'd: address: 10.0.0.1, as a; wanted: an address for each host',
      () => void controller.database.run("UPDATE host SET address = '10.0.0.1' WHERE name = 'd'"),
    ],
    [
      'a clock that nothing keeps',
      'clock_not_kept',
      'd: clock: no time service; wanted: kept in step by a time service',
      () => found('d', { time: { zone: 'UTC', synchronised: false, service: null } }),
    ],
    [
      'a clock that is off',
      'clock_off',
      'd: clock: ',
      () => {
        odd = (host, { ask }) => (host === 'd' && ask === 'clock' ? value(Date.now() + 10_000) : undefined);
      },
    ],
  ])('is refused with %s', async (_, code, message, plant) => {
    plant();
    await expect(planned()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`preflight: ${message}`),
      hint: expect.stringContaining('go on all the same: --skip-preflight'),
    });
  });

  test('is refused where it stands on the server of a member that stays, and not on that of the one that leaves', async () => {
    await expect(planned('a')).rejects.toMatchObject({
      code: 'not_apart',
      message: expect.stringContaining('server: s2, as b; wanted: another server for each member'),
    });
  });

  test('is what is looked at: what is wrong with those that stay stops nothing', async () => {
    for (const host of ['a', 'c']) found(host, little);
    odd = (host, ask) => (host === 'a' && ask.ask === 'tcp' && ask.host === '10.0.0.3' ? refused : undefined);
    expect(notesOf(await planned())).toHaveLength(1);
  });

  test('may have what somebody said to go on in spite of, and what could not be looked at: both are said', async () => {
    found('d', little);
    odd = (host, { ask }) => (host === 'd' && ask === 'ports' ? { is: 'unknown', reason: 'it is busy' } : undefined);
    expect(notesOf(await planned('b', ['sizes']))).toEqual(
      expect.arrayContaining([
        'd: memory: 1 GB; wanted: 2 GB for db',
        'd: ports in use: not measured; wanted: measured',
      ]),
    );
  });

  test('is looked at once more as it begins, and nothing is done where it does not fit any longer', async () => {
    const plan = await planned();
    found('d', little);
    const run = await controller.apply(plan);
    const events = await controller.finished(run);
    expect(all(events, 'finished')).toMatchObject([{ outcome: 'failed', fault: { code: 'memory_short' } }]);
    expect(all(events, 'preflight').flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual([
      'memory_short',
    ]);
    expect(agents.get('d' as HostName)?.executed).toEqual([]);
  });

  test('is not refused in the middle of what was begun', async () => {
    const agent = agents.get('d' as HostName);
    if (agent !== undefined) agent.behaviour.fault = () => ({ code: 'x', message: 'no' });
    await controller.finished(await controller.apply(await planned()));
    found('d', little);
    await expect(planned()).resolves.toEqual(expect.any(String));
  });
});

describe('the hosts of a drill', () => {
  const drilled = (on: readonly string[], skips: PreflightCheck[] = []): Promise<RunId> => {
    const given = { from: 'b'.repeat(64) };
    const intent = { is: 'recipe', recipe: 'drill', use: 'kv', host: null, to: null, given, on, ticket: null };
    return controller.plan({ bundle: bundle(), intent: { ...intent, former: 'none' } as unknown as Intent, skips });
  };
  const tiny = { mem: { total: 5e8, swap: 0, hugepages: 'never' } };

  test('are looked at before anything is touched; where nothing is wrong, nothing is said, also where they share a server', async () => {
    const plan = await drilled(['b', 'd']);
    expect(notesOf(plan)).toEqual([]);
    const events = await controller.finished(await controller.apply(plan));
    expect(outcomes(events)).toMatchObject({ 'kv@b': 'changed', 'kv@d': 'changed', 'kv-drill@d': 'removed' });
  });

  test('are each refused with what each lacks', async () => {
    found('d', tiny);
    odd = (host, { ask }) =>
      host === 'b' && ask === 'ports' ? value([{ transport: 'tcp', port: 7_100, unit: 'other.service' }]) : undefined;
    const message = expect.stringMatching(/(?=.*d: memory: 500 MB; wanted: 1 GB)(?=.*port 7100\/tcp: taken by other)/);
    await expect(drilled(['b', 'd'])).rejects.toMatchObject({ code: 'preflight', message });
    expect(notesOf(await drilled(['b', 'd'], ['sizes', 'ports']))).toHaveLength(2);
  });

  test('must reach one another', async () => {
    odd = (host, { ask }) => (host === 'd' && ask === 'tcp' ? refused : undefined);
    await expect(drilled(['b', 'd'])).rejects.toMatchObject({
      code: 'not_reached',
      message: expect.stringContaining('d → b 7100/tcp: refused on the way; wanted: open for kv'),
    });
  });

  test('need not be reached by those that use the real cluster', async () => {
    odd = (host, { ask }) => (host === 'c' && ask === 'tcp' ? refused : undefined);
    expect(notesOf(await drilled(['b', 'd']))).toEqual([]);
  });

  test('may have what the site has put there already', async () => {
    const applied = value([{ transport: 'tcp', port: 7_000, unit: 'started-by-hand.service' }]);
    odd = (host, { ask }) => (host === 'b' && ask === 'ports' ? applied : undefined);
    expect(notesOf(await drilled(['b', 'd']))).toEqual([]);
  });

  test('are what is looked at: what is wrong with others stops nothing', async () => {
    for (const host of ['a', 'c']) found(host, tiny);
    expect(notesOf(await drilled(['d']))).toEqual([]);
  });
});
