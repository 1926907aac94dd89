import type { HostName, RunEvent, RunId } from '@rolecall/protocol';
import { heldLocks } from '../store/locks.ts';
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
import { jobsOn } from '../testing/said.ts';

/** What nobody knows when the run is planned: the token comes from a job of the same run. */
const IN_THEIR_ROW = ['keys@a', 'keys.token@-', 'index@b', 'index@c', 'index.build@-', 'index.fill@-', 'web@d'];

let world: World;
let bundle: Uint8Array;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;
let file: string;

beforeAll(async () => {
  world = await makeWorld();
  bundle = await contentOf('later');
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  begin();
  controller = await openController(world, file, agents);
});
afterEach(() => controller?.close());

function begin(): void {
  agents = makeAgents();
  for (const agent of agents.values()) agent.prints = 'secret-token\n';
  file = world.fresh();
}

const planned = async (): Promise<RunId> => controller.plan({ bundle: controller.services.blobs.put(bundle) });
const started = async (): Promise<RunId> => controller.apply(await planned());
const applied = async (): Promise<readonly RunEvent[]> => controller.finished(await started());
const everything = (outcome: string) => Object.fromEntries([...IN_THEIR_ROW, 'late@c'].map((id) => [id, outcome]));
const breakJob = (name: string): void => {
  for (const agent of agents.values())
    agent.behaviour.fault = (id) => (id.includes(name) ? { code: 'command_failed', message: 'no' } : undefined);
};

describe('jobs of a use that is not known when its run is planned', () => {
  test('are planned and carried out in the same run, after their members and before whoever waits for them', async () => {
    const plan = await planned();
    const nodes = all(await controller.finished(plan), 'graph').flatMap(({ instances }) => instances);
    expect(nodes.map(({ instance }) => instance as string)).not.toContain('index.build@-');
    const events = await controller.finished(await controller.apply(plan));
    expect(outcomes(events)).toEqual(everything('changed'));
    const ended = all(events, 'ended').map(({ instance }) => instance as string);
    // Two members at once end in either order.
    const asUses = (ids: readonly string[]) => ids.map((id) => id.replace(/^index@.*/, 'index'));
    expect(asUses(ended).filter((id) => id !== 'late@c')).toEqual(asUses(IN_THEIR_ROW));
    expect(ended.indexOf('late@c')).toBeGreaterThan(ended.indexOf('index.build@-'));
    expect(jobsOn(agents)).toEqual(['keys.token@a', 'index.build@b', 'index.fill@b']);
    expect(all(events, 'planned').find(({ instance }) => instance === 'index.build@-')?.changes).toMatchObject([
      { action: 'run', reason: 'never run' },
    ]);
    expect(heldLocks(controller.database)).toEqual([]);
  });

  test('are not run again by the next apply, and are in its plan', async () => {
    await applied();
    const events = await applied();
    expect(outcomes(events)).toEqual(everything('ok'));
    expect(jobsOn(agents)).toHaveLength(3);
  });

  test('that fail stop those after them and whoever waits; the next apply runs them', async () => {
    breakJob('.build@');
    expect(outcomes(await applied())).toMatchObject({
      'index@c': 'changed',
      'index.build@-': 'failed',
      'index.fill@-': 'skipped',
      'late@c': 'skipped',
      'web@d': 'skipped',
    });
    breakJob('nothing');
    expect(outcomes(await applied())).toMatchObject({
      'index.build@-': 'changed',
      'late@c': 'changed',
      'web@d': 'changed',
    });
  });

  test('are waited for also where their use is never known: whoever comes after one of them is skipped, not begun', async () => {
    breakJob('.token@');
    expect(outcomes(await applied())).toMatchObject({ 'index@b': 'skipped', 'late@c': 'skipped', 'web@d': 'skipped' });
    expect((agents.get('c' as HostName) as FakeAgent).executed).toEqual([]);
  });

  test('are carried out once each by a controller that is killed after any event', async () => {
    const undisturbed = await applied();
    for (let cut = 8; cut < undisturbed.length; cut += 4) {
      await controller.close();
      begin();
      controller = await openController(world, file, agents);
      const run = await started();
      await until(() => controller.runs.logOf(run).state.finished !== null || countOf(run) > cut, `event ${cut}`);
      await controller.close();
      controller = await openController(world, file, agents);
      expect(outcomes(await controller.finished(run))).toEqual(everything('changed'));
      expect(jobsOn(agents)).toEqual(['keys.token@a', 'index.build@b', 'index.fill@b']);
      expect(heldLocks(controller.database)).toEqual([]);
    }
  }, 120_000);
});

const countOf = (run: RunId): number =>
  controller.database.get<{ count: number }>('SELECT count(*) AS count FROM run_event WHERE run = ?', run)?.count ?? 0;
