import type { HostName, RunEvent, RunId } from '@rolecall/protocol';
import { appliedOf } from '../store/applied.ts';
import { recordsOf } from '../store/records.ts';
import { type Bed, bedForEach } from '../testing/bed.ts';
import { all, outcomes } from '../testing/controller.ts';

const bed = bedForEach();
let first: RunId;

beforeEach(async () => {
  first = await bed.controller.apply(await bed.controller.plan());
  await bed.controller.finished(first);
});

const has = (host: string, resource: string): boolean | undefined => bed.agent(host).has(resource);
const carriedOut = async (more: Parameters<Bed['controller']['plan']>[0]): Promise<readonly RunEvent[]> =>
  bed.controller.finished(await bed.controller.apply(await bed.controller.plan(more)));
const shrink = () => carriedOut({ bundle: bed.world.shrunk });
const applied = () => [...appliedOf(bed.controller.database, 'fleet').keys()];

describe('what a site declares no longer', () => {
  test('is planned as removals and taken away: roles, members and whole hosts', async () => {
    const events = await shrink();
    expect(outcomes(events)).toEqual({
      'store@a': 'changed',
      'store@b': 'changed',
      'page@a': 'changed',
      'store@c': 'removed',
      'web@d': 'removed',
      'lone@d': 'removed',
    });
    expect([has('c', 'file:/etc/store'), has('d', 'file:/etc/web'), has('d', 'file:/etc/lone')]).toEqual([
      false,
      false,
      false,
    ]);
    expect([has('a', 'file:/etc/store'), has('b', 'file:/etc/store')]).toEqual([true, true]);
    expect(applied().sort()).toEqual(['page@a', 'store@a', 'store@b']);
  });

  test('goes after what used it has let go', async () => {
    const order = all(await shrink(), 'ended').map(({ instance }) => instance as string);
    expect(order.indexOf('store@c')).toBeGreaterThan(order.indexOf('web@d'));
  });

  test('is done with once: the next plan says nothing of it', async () => {
    await shrink();
    const events = await bed.controller.finished(await bed.controller.plan({ bundle: bed.world.shrunk }));
    expect(all(events, 'planned').map(({ instance, outcome }) => `${instance} ${outcome}`)).toEqual([
      'store@a ok',
      'store@b ok',
      'page@a ok',
    ]);
  });

  test('stays where what used it failed', async () => {
    const refuse = bed.agents.get('d' as HostName);
    if (refuse !== undefined) refuse.behaviour.fault = () => ({ code: 'x', message: 'no' });
    const events = await shrink();
    expect(outcomes(events)).toMatchObject({ 'web@d': 'failed', 'store@c': 'skipped' });
    expect(has('c', 'file:/etc/store')).toBe(true);
    expect(applied()).toEqual(expect.arrayContaining(['web@d', 'store@c', 'lone@d']));
  });
});

test('a use with a new name takes over what was written under the old one', async () => {
  await shrink();
  expect(has('a', 'file:/etc/web')).toBe(true);
});

describe('destroy', () => {
  test('takes away all that was applied of a site, users first, and forgets its clusters', async () => {
    const events = await carriedOut({ intent: { is: 'destroy' } });
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['removed']));
    expect(['a', 'b', 'c'].map((host) => has(host, 'file:/etc/store'))).toEqual([false, false, false]);
    const order = all(events, 'ended').map(({ instance }) => instance as string);
    expect(order.indexOf('store@a')).toBeGreaterThan(order.indexOf('web@d'));
    expect(applied()).toEqual([]);
    expect(recordsOf(bed.controller.database).get('fleet', 'store')).toBeNull();
  });

  test('of some hosts leaves the others', async () => {
    await carriedOut({ intent: { is: 'destroy' }, limit: 'd' });
    expect([has('d', 'file:/etc/lone'), has('a', 'file:/etc/store')]).toEqual([false, true]);
  });
});

describe('rollback', () => {
  test('of the first apply leaves nothing of it, users first', async () => {
    const events = await carriedOut({ intent: { is: 'undo', run: first } });
    expect(['a', 'b', 'c', 'd'].map((host) => has(host, 'file:/etc/store') || has(host, 'file:/etc/web'))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    const order = all(events, 'ended').map(({ instance }) => instance as string);
    expect(order.indexOf('store@b')).toBeGreaterThan(order.indexOf('web@d'));
    expect(applied()).toEqual([]);
  });

  test('of a later apply brings back what it removed, and the site counts as it did before', async () => {
    const before = appliedOf(bed.controller.database, 'fleet');
    const later = await bed.controller.apply(await bed.controller.plan({ bundle: bed.world.shrunk }));
    await bed.controller.finished(later);
    await carriedOut({ intent: { is: 'undo', run: later } });
    expect([has('c', 'file:/etc/store'), has('d', 'file:/etc/lone')]).toEqual([true, true]);
    const back = appliedOf(bed.controller.database, 'fleet');
    expect(back.get('store@c' as never)).toBe(before.get('store@c' as never));
    expect(back.get('lone@d' as never)).toBe(before.get('lone@d' as never));
  });

  test('after a rollback goes back to what stood before that too', async () => {
    const before = appliedOf(bed.controller.database, 'fleet');
    for (let round = 0; round < 2; round++) {
      const later = await bed.controller.apply(await bed.controller.plan({ bundle: bed.world.shrunk }));
      await bed.controller.finished(later);
      await carriedOut({ intent: { is: 'undo', run: later } });
    }
    expect(appliedOf(bed.controller.database, 'fleet').get('store@a' as never)).toBe(before.get('store@a' as never));
  });

  test('is refused while a later run stands on what it would take away', async () => {
    await shrink();
    await expect(bed.controller.plan({ intent: { is: 'undo', run: first } })).rejects.toThrow(/changed .* after run/);
  });

  test.each([
    ['of a plan', async () => bed.controller.plan(), 'it has changed nothing'],
    ['of a run that is not there', async () => '20200101-000000-aaaaa' as RunId, 'there is no run'],
  ])('%s is refused in one sentence', async (_what, run, message) => {
    const undone = await run();
    await expect(bed.controller.plan({ intent: { is: 'undo', run: undone } })).rejects.toThrow(message);
  });
});
