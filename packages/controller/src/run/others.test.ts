import type { HostName, InstanceId, RunEvent, RunId, Sha256 } from '@rolecall/protocol';
import { refuseOtherInstances } from '../plan/others.ts';
import { noteApplied } from '../store/applied.ts';
import { Database } from '../store/database.ts';
import { noteOwner, onlyBegun, ownedByOthers } from '../store/instance-owners.ts';
import { type Bed, bedForEach } from '../testing/bed.ts';
import { contentOf, outcomes } from '../testing/controller.ts';
import { siteHandlers } from './site-verbs.ts';

const bed = bedForEach();
let content: Uint8Array;

beforeAll(async () => {
  content = await contentOf('beside');
}, 60_000);

const d = 'd' as HostName;
const refused = { code: 'of_another_site' };
const beside = () => ({ bundle: bed.controller.services.blobs.put(content) });
const has = (resource: string): boolean | undefined => bed.agents.get(d)?.has(resource);
type More = Parameters<Bed['controller']['plan']>[0];
async function carriedOut(more?: More): Promise<{ readonly run: RunId; readonly events: readonly RunEvent[] }> {
  const run = await bed.controller.apply(await bed.controller.plan(more));
  return { run, events: await bed.controller.finished(run) };
}

describe('an instance that another site has', () => {
  test('is refused in a plan, with that site, its run, and what to do; nothing of either is touched', async () => {
    const { run } = await carriedOut();
    await expect(bed.controller.plan(beside())).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(
        new RegExp(
          `^lone@d is of the site "fleet" \\(applied \\d{4}-\\d\\d-\\d\\d in run ${run}\\), so "beside" leaves it as it is$`,
        ),
      ),
      hint: expect.stringContaining('take lone off d there and apply that'),
      at: expect.objectContaining({ file: expect.stringContaining('beside.ts') }),
    });
    expect([has('file:/etc/lone'), has('file:/etc/alone')]).toEqual([true, false]);
  });

  test('is refused by validate too', async () => {
    await carriedOut();
    const found = await siteHandlers(bed.controller.runs.planning)['site.validate'](beside(), {} as never);
    expect(found.findings).toMatchObject([refused]);
  });

  test('is refused as an apply begins, where the other site was faster than its plan', async () => {
    const planned = await bed.controller.plan(beside());
    await carriedOut();
    await expect(bed.controller.apply(planned)).rejects.toMatchObject(refused);
    expect([has('file:/etc/lone'), has('file:/etc/alone')]).toEqual([true, false]);
  });

  test('is refused while it was only begun, and taken away with its site', async () => {
    const agent = bed.agents.get(d);
    if (agent !== undefined) agent.behaviour.fault = () => ({ code: 'x', message: 'no' });
    expect(outcomes((await carriedOut()).events)['lone@d']).toBe('failed');
    await expect(bed.controller.plan(beside())).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('(begun '),
    });
    if (agent !== undefined) agent.behaviour.fault = () => undefined;
    expect(outcomes((await carriedOut({ intent: { is: 'destroy' } })).events)['lone@d']).toBe('removed');
    expect(outcomes((await carriedOut(beside())).events)).toEqual({ 'lone@d': 'changed' });
  });

  test('is free once its site was destroyed; then the former site is refused, also to bring back what it destroyed', async () => {
    await carriedOut();
    const { run } = await carriedOut({ intent: { is: 'destroy' } });
    expect(outcomes((await carriedOut(beside())).events)).toEqual({ 'lone@d': 'changed' });
    await expect(bed.controller.plan()).rejects.toMatchObject(refused);
    await expect(bed.controller.plan({ intent: { is: 'undo', run } })).rejects.toMatchObject(refused);
    expect([has('file:/etc/lone'), has('file:/etc/alone')]).toEqual([false, true]);
  });

  test('is free once its site does without it', async () => {
    await carriedOut();
    await carriedOut({ bundle: bed.world.shrunk });
    expect(outcomes((await carriedOut(beside())).events)).toEqual({ 'lone@d': 'changed' });
  });

  test('is free once the run that brought it was rolled back', async () => {
    const { run } = await carriedOut();
    await carriedOut({ intent: { is: 'undo', run } });
    expect(outcomes((await carriedOut(beside())).events)).toEqual({ 'lone@d': 'changed' });
  });
});

describe('what another site wants of a host that both have', () => {
  const differing = async () => ({ bundle: bed.controller.services.blobs.put(await contentOf('differing')) });
  const conflict = {
    code: 'conflict',
    message: expect.stringMatching(
      /^other@d and lone@d of the site "fleet" want file \/etc\/lone to be different \(the other one: .*fleet\.ts:\d+/,
    ),
    hint: expect.stringContaining('where "fleet" no longer declares it, apply that first'),
    at: expect.objectContaining({ file: expect.stringContaining('differing.ts') }),
  };

  test('is refused where this one wants it to be different, in a plan and by validate, and nothing is touched', async () => {
    await carriedOut();
    await expect(bed.controller.plan(await differing())).rejects.toMatchObject(conflict);
    const found = await siteHandlers(bed.controller.runs.planning)['site.validate'](await differing(), {} as never);
    expect(found.findings).toMatchObject([{ code: 'conflict' }]);
    expect(has('file:/etc/other')).toBe(false);
  }, 60_000);

  test('is refused as an apply begins, where the other site was faster than its plan', async () => {
    const planned = await bed.controller.plan(await differing());
    await carriedOut();
    await expect(bed.controller.apply(planned)).rejects.toMatchObject({ code: 'conflict' });
    expect(has('file:/etc/other')).toBe(false);
  });

  test('is free once the other site does without it', async () => {
    await carriedOut();
    await carriedOut({ bundle: bed.world.shrunk });
    expect(outcomes((await carriedOut(await differing())).events)).toEqual({ 'other@d': 'changed' });
  });

  test('is no matter where both want it alike', async () => {
    const alike = { bundle: bed.controller.services.blobs.put(await contentOf('alike')) };
    await carriedOut();
    expect(outcomes((await carriedOut(alike)).events)).toEqual({ 'same@d': 'ok' });
  });
});

const id = (name: string) => name as InstanceId;

test('one that takes over from a name which another site has is refused, and jobs are nobody’s', () => {
  const { database } = bed.controller;
  noteOwner(database, { instance: id('cache@a'), site: 'first', run: 'r-1' as RunId });
  const refuse = (site: string, formerly: readonly string[], job: object | null = null) =>
    refuseOtherInstances(database, { name: site, uses: [] }, [
      { instance: id('redis@a'), formerly: formerly.map(id), job: job as never },
    ]);
  expect(() => refuse('second', ['cache@a'])).toThrow('cache@a is of the site "first" (begun ');
  expect(() => refuse('second', [])).not.toThrow();
  expect(() => refuse('second', ['cache@a'], {})).not.toThrow();
  expect(() => refuse('first', ['cache@a'])).not.toThrow();
});

test('of two sites that had one before this was known, the last one to apply it has it', () => {
  const { database } = bed.controller;
  const catalog = 'a'.repeat(64) as Sha256;
  const apply = (site: string, instance: string, run: string, started: number) => {
    const sql = 'INSERT INTO run (id, mode, site, operator, started) VALUES (?, ?, ?, ?, ?)';
    database.run(sql, run, 'apply', site, 'ann', started);
    noteApplied(database, { site, instance: id(instance), catalog, after: [], run: run as RunId });
  };
  apply('second', 'redis@a', 'r-1', 2_000);
  apply('first', 'redis@a', 'r-2', 1_000);
  apply('first', 'redis@b', 'r-3', 3_000);
  database.exec("DROP TABLE instance_owner; DELETE FROM migration WHERE id = 'instance-owner-1'");
  const migrated = new Database(bed.file);
  expect([...ownedByOthers(migrated, '').values()]).toEqual([
    { instance: 'redis@a', site: 'second', run: 'r-1', since: 2_000 },
    { instance: 'redis@b', site: 'first', run: 'r-3', since: 3_000 },
  ]);
  expect(onlyBegun(migrated, 'first')).toEqual([]);
  expect(
    migrated.all<{ site: string; instance: string }>('SELECT site, instance FROM applied ORDER BY instance'),
  ).toEqual([
    { site: 'second', instance: 'redis@a' },
    { site: 'first', instance: 'redis@b' },
  ]);
  migrated.close();
});
