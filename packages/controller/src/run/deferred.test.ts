import type { Facts, HostName, RunEvent, Sha256 } from '@rolecall/protocol';
import { putFacts } from '../store/facts.ts';
import { recordsOf } from '../store/records.ts';
import { bedForEach } from '../testing/bed.ts';
import { all, outcomes } from '../testing/controller.ts';

/** The cluster has a member of which nothing is known yet, so that nobody knows what it wants, nor what those want that use it. */
const UNSEEN = 'c' as HostName;
const DEFERRED = ['store@a', 'store@b', 'store@c', 'web@a', 'web@d'];

const bed = bedForEach();

beforeEach(() => {
  bed.controller.database.run('DELETE FROM facts WHERE host = ?', UNSEEN);
});

const seen = () => {
  const facts = { hostname: 'c', cpu: { unknown: 'x' }, mem: { unknown: 'x' }, net: { unknown: 'x' }, mounts: [] };
  putFacts(bed.controller.database, UNSEEN, '3'.repeat(64) as Sha256, facts as unknown as Facts);
};
const of = (events: readonly RunEvent[], instance: string): readonly string[] =>
  events.flatMap((one) => ('instance' in one && one.instance === instance ? [one.event] : []));

test('a plan says after what it will be known', async () => {
  const planned = all(await bed.controller.finished(await bed.controller.plan()), 'planned');
  const deferred = planned.filter(({ outcome }) => outcome === 'skipped').map(({ instance }) => instance as string);
  expect(deferred).toEqual(DEFERRED);
  expect(planned.find(({ instance }) => instance === ('web@d' as never))?.fault?.message).toBe('known after store');
});

test('what is known in its turn is planned, recorded and applied in the same run, and those who use it after it', async () => {
  const plan = await bed.controller.plan();
  seen();
  const events = await bed.controller.finished(await bed.controller.apply(plan));
  expect(outcomes(events)).toEqual({
    ...Object.fromEntries(DEFERRED.map((id) => [id, 'changed'])),
    'lone@d': 'changed',
  });
  const order = of(events, 'web@d');
  expect(order.filter((event) => event !== 'held').slice(0, 4)).toEqual(['planned', 'known', 'planned', 'assigned']);
  const at = (event: string, instance: string) =>
    events.findIndex((one) => one.event === event && 'instance' in one && one.instance === instance);
  expect(at('known', 'web@d')).toBeGreaterThan(at('ended', 'store@a'));
  expect(all(events, 'decided')).toMatchObject([{ use: 'store' }]);
  expect(recordsOf(bed.controller.database).get('fleet', 'store' as never)).toMatchObject({
    founder: 'a',
    formed: true,
  });
  const again = await bed.controller.finished(await bed.controller.plan());
  expect(all(again, 'planned').map(({ outcome }) => outcome)).toEqual(Array(6).fill('ok'));
});

test('what is still not known when its turn comes ends, and says so; the others go on', async () => {
  const events = await bed.controller.finished(await bed.controller.apply(await bed.controller.plan()));
  expect(outcomes(events)).toEqual({
    ...Object.fromEntries(DEFERRED.map((id) => [id, 'skipped'])),
    'lone@d': 'changed',
  });
  expect(all(events, 'ended').find(({ instance }) => instance === ('store@a' as never))?.fault?.message).toBe(
    'known after c, of which nothing is known yet',
  );
  expect(all(events, 'known')).toEqual([]);
  expect(recordsOf(bed.controller.database).get('fleet', 'store' as never)).toBeNull();
});

test('a controller that is killed after it goes on with what was written down', async () => {
  const release = bed.agent('b').hold();
  const plan = await bed.controller.plan();
  seen();
  const run = await bed.controller.apply(plan);
  for await (const { body } of bed.controller.runs.logOf(run).events(0, true, AbortSignal.timeout(15_000))) {
    if (body.event === 'assigned' && body.instance === ('store@b' as never)) break;
  }
  await bed.controller.close();
  await bed.open();
  release?.();
  const events = await bed.controller.finished(run);
  expect(Object.values(outcomes(events))).toEqual(Array(6).fill('changed'));
  expect(
    all(events, 'known')
      .map(({ instance }) => instance as string)
      .sort(),
  ).toEqual([...DEFERRED].sort());
  expect(all(events, 'decided')).toHaveLength(1);
});
