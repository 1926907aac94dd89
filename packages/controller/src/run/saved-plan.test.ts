import type { HostName, RunEvent, RunId, Sha256 } from '@rolecall/protocol';
import { eventsOf } from '../store/runs.ts';
import {
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  type TestController,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';
import { planDigest } from './plan-digest.ts';

let world: World;
let agents: ReadonlyMap<HostName, FakeAgent>;
let controller: TestController;

beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  controller = await openController(world, world.fresh(), agents);
});
afterEach(() => controller?.close());

const agent = (host: string): FakeAgent => agents.get(host as HostName) as FakeAgent;
const digestOf = (plan: RunId): Sha256 => planDigest(eventsOf(controller.database, plan).map(({ body }) => body));
const applySaved = async (plan: RunId, expects = digestOf(plan)): Promise<readonly RunEvent[]> =>
  controller.finished(await controller.apply(plan, { expects }));

describe('a saved plan', () => {
  test('is carried out where nothing has moved since', async () => {
    const events = await applySaved(await controller.plan());
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
  });

  test('is refused after a hand edit on one host, and names the host and the resource', async () => {
    await applySaved(await controller.plan());
    const plan = await controller.plan();
    agent('b').alter('file:/etc/store');
    const last = (await applySaved(plan)).at(-1);
    expect(last).toMatchObject({
      event: 'finished',
      outcome: 'failed',
      fault: { code: 'moved', message: expect.stringMatching(/store@b is not as it was: file \/etc\/store/) },
    });
    expect(agent('b').executed.filter((id) => id.includes(plan))).toEqual([]);
  });

  test('is refused where a host was away and is back, or the other way round', async () => {
    controller.hub.unlink('d' as HostName);
    const plan = await controller.plan();
    controller.hub.link('d' as HostName);
    const last = (await applySaved(plan)).at(-1);
    expect(last).toMatchObject({ fault: { code: 'moved', message: expect.stringContaining('it was unreachable') } });
  });

  test('that was edited, or that another controller made, is refused at once', async () => {
    const plan = await controller.plan();
    await expect(applySaved(plan, 'b'.repeat(64) as Sha256)).rejects.toThrow('is not what this controller planned');
  });
});
