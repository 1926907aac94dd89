import type { HostName, RunEvent } from '@rolecall/protocol';
import { heldLocks } from '../store/locks.ts';
import {
  all,
  contentOf,
  makeAgents,
  makeWorld,
  openController,
  outcomes,
  type TestController,
  type World,
} from '../testing/controller.ts';
import type { FakeAgent } from '../testing/fake-agent.ts';
import { story } from '../testing/story.ts';

let world: World;
let controller: TestController;
let agents: ReadonlyMap<HostName, FakeAgent>;

const wish = {
  is: 'recipe',
  recipe: 'upgrade',
  use: 'vault',
  host: null,
  to: null,
  given: {},
  ticket: null,
  former: 'none',
};

const bundle = async (site: string) => controller.services.blobs.put(await contentOf(site));
async function carriedOut(intent?: typeof wish): Promise<readonly RunEvent[]> {
  const plan = { bundle: await bundle(intent === undefined ? 'upgrade-old' : 'upgrade-new') };
  const made = await controller.plan(intent === undefined ? plan : { ...plan, intent: intent as never });
  return controller.finished(await controller.apply(made));
}

beforeAll(async () => {
  world = await makeWorld();
}, 60_000);
afterAll(() => world?.close());
beforeEach(async () => {
  agents = makeAgents();
  controller = await openController(world, world.fresh(), agents);
  await carriedOut();
});
afterEach(() => controller?.close());

test('an upgrade brings the release to every member before the first of them is taken down, and only then there is no way back', async () => {
  const events = await carriedOut(wish);
  expect(outcomes(events)).toEqual({ 'vault@a': 'changed', 'vault@b': 'changed', 'vault@c': 'changed' });
  const told = story(events);
  const staged = told.lastIndexOf('end stage');
  expect(told.slice(0, staged + 1).toSorted()).toEqual([
    ...Array(3).fill('begin stage'),
    ...Array(3).fill('end stage'),
  ]);
  expect(new Set(told.slice(staged + 1))).toEqual(new Set(['passed', 'begin converge', 'end converge']));
  expect(heldLocks(controller.database)).toEqual([]);
});

test('where one member does not get the release, none is touched, and the same wish goes on once it can', async () => {
  const agent = agents.get('b' as HostName) as FakeAgent;
  agent.behaviour.fault = () => ({ code: 'disk_full', message: 'no room' });
  const failed = await carriedOut(wish);
  expect(outcomes(failed)).toEqual({ 'vault@a': 'skipped', 'vault@b': 'failed', 'vault@c': 'skipped' });
  expect(all(failed, 'ended').find(({ instance }) => instance === 'vault@a')?.fault?.message).toBe(
    'vault@b did not get what it needs, and none is changed before all have it',
  );
  expect(story(failed)).not.toContain('begin converge');
  expect(all(failed, 'passed')).toEqual([]);
  expect(heldLocks(controller.database)).toMatchObject([{ holder: 'vault.upgrade@-' }]);
  agent.behaviour.fault = () => undefined;
  const events = await carriedOut(wish);
  expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
  expect(heldLocks(controller.database)).toEqual([]);
});
