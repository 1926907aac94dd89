import type { AssignmentId, HostName } from '@rolecall/protocol';
import { heldLocks } from '../store/locks.ts';
import { all, makeAgents, makeWorld, openController, outcomes, until, type World } from '../testing/controller.ts';
import { story } from '../testing/story.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld('together');
});
afterAll(() => world?.close());

const isStage = (assignment: AssignmentId): boolean => assignment.includes('/stage/');

describe('a role whose members are changed together', () => {
  test('brings what they need to every host first, and then changes all of them at once', async () => {
    const controller = await openController(world, world.fresh(), makeAgents());
    const events = await controller.finished(await controller.apply(await controller.plan()));
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
    const told = story(events);
    expect(told.lastIndexOf('end stage')).toBeLessThan(told.indexOf('begin converge'));
    expect(told.slice(told.indexOf('begin converge')).slice(0, 3)).toEqual(Array(3).fill('begin converge'));
    const catalogs = all(events, 'assigned').map(({ assignment, catalog }) => ({
      isFirst: isStage(assignment),
      catalog,
    }));
    const contents = catalogs
      .filter(({ isFirst }) => isFirst)
      .map(({ catalog }) => controller.services.blobs.get(catalog));
    const prepared = contents.map((bytes) => JSON.parse(Buffer.from(bytes ?? []).toString('utf8')).prepares);
    expect(prepared.sort()).toEqual(catalogs.flatMap(({ isFirst, catalog }) => (isFirst ? [] : [catalog])).sort());
    const again = await controller.finished(await controller.apply(await controller.plan()));
    expect(all(again, 'assigned')).toEqual([]);
    await controller.close();
  });

  test('changes none of them where one could not get what it needs', async () => {
    const agents = makeAgents();
    const controller = await openController(world, world.fresh(), agents);
    const agent = agents.get('b' as HostName);
    if (agent !== undefined) agent.behaviour.fault = () => ({ code: 'disk_full', message: 'no room' });
    const events = await controller.finished(await controller.apply(await controller.plan()));
    expect(outcomes(events)).toEqual({ 'store@a': 'skipped', 'store@b': 'failed', 'store@c': 'skipped' });
    expect(story(events).filter((one) => !one.endsWith(' stage'))).toEqual([]);
    await controller.close();
  });

  test('keeps others out meanwhile, and waits for nobody who keeps it out for good', async () => {
    const agents = makeAgents();
    const controller = await openController(world, world.fresh(), agents);
    const { database } = controller;
    database.run(
      "INSERT INTO lock (name, site, run, term, holder, since, kept) VALUES (?, 'other', 'gone', 1, 'store.repair@-', 0, 1)",
      'cluster:store:topology',
    );
    const refused = await controller.finished(await controller.apply(await controller.plan()));
    expect(story(refused).filter((one) => !one.endsWith(' stage'))).toEqual([]);
    expect(all(refused, 'ended').map(({ outcome, fault }) => [outcome, fault?.code])).toEqual([
      ['skipped', 'locked'],
      ['skipped', 'not_together'],
      ['skipped', 'not_together'],
    ]);
    database.run('DELETE FROM lock');
    const go = Promise.withResolvers<void>();
    for (const { behaviour } of agents.values())
      behaviour.pause = (assignment) => (isStage(assignment) ? Promise.resolve() : go.promise);
    const run = await controller.apply(await controller.plan());
    await until(() => heldLocks(database).length > 0, 'members are changed');
    expect(heldLocks(database)).toMatchObject([{ name: 'cluster:store:maintenance', holder: 'store@-', run }]);
    go.resolve();
    expect(new Set(Object.values(outcomes(await controller.finished(run))))).toEqual(new Set(['changed']));
    expect(heldLocks(database)).toEqual([]);
    await controller.close();
  });

  test('goes on with it where another controller takes over before all are staged', async () => {
    const agents = makeAgents();
    const file = world.fresh();
    const first = await openController(world, file, agents);
    const release = agents.get('c' as HostName)?.hold();
    const run = await first.apply(await first.plan());
    await until(
      () => ['a', 'b'].every((host) => first.runs.logOf(run).state.instances.get(`store@${host}` as never)?.staged),
      'two are staged',
    );
    await first.close();
    const second = await openController(world, file, agents);
    release?.();
    const events = await second.finished(run);
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
    expect([...agents.values()].flatMap(({ executed }) => executed).filter(isStage)).toHaveLength(3);
    const told = story(events);
    expect(told.lastIndexOf('end stage')).toBeLessThan(told.indexOf('begin converge'));
    await second.close();
  });
});
