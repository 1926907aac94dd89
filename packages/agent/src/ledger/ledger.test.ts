import { rmSync } from 'node:fs';
import type { AssignmentId, Catalog, CatalogResource, Change, InstanceId, ResourceId, RunId } from '@rolecall/protocol';
import { resource } from '../testing/memory.ts';
import { TestSite } from '../testing/site.ts';

const setting = (name: string, more: Partial<CatalogResource> = {}) => ({
  ...resource('setting', name, { value: 'on' }),
  ...more,
});
const service = (name: string, ...restartOn: string[]) => resource('service', name, { restartOn });

let site: TestSite;
let runs = 0;
beforeEach(async () => {
  site = await TestSite.start();
  site.startAgent();
  await site.linked();
});
afterEach(() => site.end());

type Of = Partial<Pick<Catalog, 'instance' | 'formerly' | 'undo' | 'elsewhere' | 'prepares'>> & {
  readonly stage?: string;
};

/** Applies a catalog in a run of its own, and answers how it ended and what was said of its resources. */
async function apply(resources: readonly CatalogResource[], { stage = 'converge', ...of }: Of = {}) {
  const run = `r-${String(++runs).padStart(4, '0')}` as RunId;
  const { instance = 'redis@db-1' as InstanceId } = of;
  const assignment = `${run}/${instance}/${stage}/1` as AssignmentId;
  const before = site.controller.reports.length;
  site.controller.send(site.applyMessage([], { assignment, catalog: site.put(resources, { ...of, instance }) }));
  const finished = await site.controller.until(() => site.controller.finished(assignment));
  const said = site.controller.reports
    .slice(before)
    .flatMap(({ body }) => (body.report === 'resource' ? [`${body.outcome} ${line(body.change)}`] : []));
  return { run, finished, said };
}

async function plan(resources: readonly CatalogResource[], of: Of = {}) {
  const { instance = 'redis@db-1' as InstanceId } = of;
  const id = `p${++runs}`;
  const catalog = site.put(resources, { ...of, instance });
  site.controller.send({ type: 'plan', id, instance, catalog, sealed: [], simulate: false });
  const planned = await site.controller.until(() => site.controller.messages('planned').find((one) => one.id === id));
  return planned.changes.map(line);
}

const line = ({ action, key, reason }: Change): string =>
  `${action} ${key}${reason === undefined ? '' : ` (${reason.split(';')[0]})`}`;

describe('what a catalog no longer declares', () => {
  test('goes away in reverse order, after what is declared, as the plan said, and only once', async () => {
    await apply([setting('a'), setting('b'), setting('c')]);
    expect(await plan([setting('b'), setting('d')])).toEqual(['create d', 'remove c', 'remove a']);
    const { finished, said } = await apply([setting('b'), setting('d')]);
    expect(said).toEqual(['changed create d', 'removed remove c', 'removed remove a']);
    expect(finished).toMatchObject({ outcome: 'changed', counts: { ok: 1, changed: 1, removed: 2 } });
    expect([...site.memory.settings.keys()]).toEqual(['b', 'd']);
    expect(await plan([setting('b'), setting('d')])).toEqual([]);
    expect((await apply([setting('b'), setting('d')])).finished).toMatchObject({ outcome: 'ok', counts: { ok: 2 } });
  });

  test('all of it, where the instance is gone', async () => {
    await apply([setting('a'), setting('b')]);
    expect((await apply([])).said).toEqual(['removed remove b', 'removed remove a']);
    expect((await apply([])).said).toEqual([]);
    expect(site.memory.settings.size).toBe(0);
  });

  test('is kept where it was there before, holds data or was declared so, and that is said once', async () => {
    site.memory.settings.set('old', 'off');
    site.memory.settings.set('same', 'on');
    await apply([setting('old'), setting('same'), resource('store', 'data', { value: 'on' })]);
    await apply([setting('old'), setting('same'), resource('store', 'data', { value: 'on' }), setting('mine')]);
    const kept = ['keep data (it may hold data)', 'keep same (it was there before)', 'keep old (it was there before)'];
    expect(await plan([setting('mine')])).toEqual(kept);
    const { finished, said } = await apply([setting('mine')]);
    expect(said).toEqual(kept.map((one) => `ok ${one}`));
    expect(finished).toMatchObject({ outcome: 'ok', counts: { ok: 4, changed: 0, removed: 0 } });
    expect([...site.memory.settings.keys()].sort()).toEqual(['data', 'mine', 'old', 'same']);
    expect(await plan([setting('mine')])).toEqual([]);
  });

  test('goes too where another of its resources had brought it along, as wanted or not', async () => {
    site.memory.brings.set('package', [
      ['conf', 'as shipped'],
      ['unit', 'on'],
    ]);
    await apply([setting('package'), setting('conf'), setting('unit')]);
    expect((await apply([])).said).toEqual(['removed remove unit', 'removed remove conf', 'removed remove package']);
  });

  describe('goes too where it came with what was staged', () => {
    const whole = [setting('package'), setting('conf'), setting('unit')];
    const stage = () => apply([setting('package')], { stage: 'stage', prepares: site.put(whole) });
    beforeEach(() => {
      site.memory.brings.set('package', [
        ['conf', 'as shipped'],
        ['unit', 'on'],
      ]);
    });

    test('unless it stood there before that', async () => {
      site.memory.settings.set('conf', 'mine');
      await stage();
      await apply(whole);
      expect((await apply([])).said).toEqual([
        'removed remove unit',
        'ok keep conf (it was there before)',
        'removed remove package',
      ]);
    });

    test('also where the change did not follow at once, and an agent was stopped in between', async () => {
      await stage();
      await site.agent?.stop();
      site.startAgent();
      await site.controller.until(() => site.controller.messages('hello').length > 1);
      await apply([setting('other')], { instance: 'web@db-1' as InstanceId });
      await stage();
      expect((await apply(whole)).said).toEqual(['changed update conf']);
      expect((await apply([])).said).toEqual(['removed remove unit', 'removed remove conf', 'removed remove package']);
    });

    test('and where the change never followed', async () => {
      await stage();
      expect((await apply([])).said).toEqual(['removed remove unit', 'removed remove conf', 'removed remove package']);
      site.memory.settings.set('conf', 'of somebody else');
      site.memory.brings.clear();
      await apply(whole);
      expect((await apply([])).said).toContain('ok keep conf (it was there before)');
    });
  });

  test('goes or stays as its last declaration says, whatever it is', async () => {
    site.memory.settings.set('old', 'off');
    const data = { ...resource('store', 'data', { value: 'on' }), remove: 'always' as const };
    await apply([setting('old', { remove: 'always' }), data, setting('mine', { remove: 'keep' })]);
    expect((await apply([])).said).toEqual([
      'ok keep mine (its declaration said so)',
      'removed remove data',
      'removed remove old',
    ]);
  });

  test('goes whatever it holds where it was made to be thrown away, but not what was there before', async () => {
    site.memory.settings.set('old', 'off');
    const data = (name: string) => ({ ...resource('store', name, { value: 'on' }), remove: 'made' as const });
    site.memory.settings.set('older data', 'off');
    await apply([setting('old', { remove: 'made' }), data('data'), data('older data')]);
    expect((await apply([])).said).toEqual([
      'ok keep older data (it was there before)',
      'removed remove data',
      'ok keep old (it was there before)',
    ]);
  });

  test('is not said where nothing of it is there any longer, or ever was', async () => {
    await apply([setting('a'), resource('pause', 'p', { value: 'on' }), resource('store', 'data', { value: 'on' })]);
    site.memory.settings.delete('a');
    site.memory.settings.delete('data');
    expect((await apply([])).said).toEqual([]);
  });

  test('of a command is what it did: that is said to stay', async () => {
    await apply([resource('command', 'true')]);
    expect((await apply([])).said).toEqual(['ok keep true (what it did cannot be taken back)']);
  });

  test('stays as long as another instance declares it, and goes with the last one', async () => {
    await apply([setting('shared'), setting('a')]);
    await apply([setting('shared')], { instance: 'web@db-1' as InstanceId });
    expect((await apply([])).said).toEqual(['removed remove a']);
    expect(site.memory.settings.has('shared')).toBe(true);
    expect((await apply([], { instance: 'web@db-1' as InstanceId })).said).toEqual(['removed remove shared']);
  });

  test('is found under former names', async () => {
    await apply([setting('a'), setting('b')]);
    const renamed = { instance: 'cache@db-1' as InstanceId, formerly: ['redis@db-1' as InstanceId] };
    expect(await plan([setting('a')], renamed)).toEqual(['remove b']);
    expect((await apply([setting('a')], renamed)).said).toEqual(['removed remove b']);
    expect((await apply([])).said).toEqual([]);
    expect((await apply([], renamed)).said).toEqual(['removed remove a']);
  });

  test('is found of what failed half way too, but not what was never made', async () => {
    await apply([setting('a')]);
    site.memory.failing.set('bad', 'before');
    const failed = await apply([setting('new'), setting('bad')]);
    expect(failed.finished).toMatchObject({ outcome: 'failed' });
    site.memory.failing.clear();
    site.memory.settings.set('bad', 'somebody made it meanwhile');
    expect((await apply([setting('c')])).said).toEqual(['changed create c', 'removed remove new', 'removed remove a']);
    expect([...site.memory.settings.keys()].sort()).toEqual(['bad', 'c']);
  });

  test('of a drain is nobody’s', async () => {
    await apply([setting('flag')], { stage: 'drain' });
    await apply([setting('a')]);
    expect(site.memory.settings.has('flag')).toBe(true);
    expect((await apply([])).said).toEqual(['removed remove a']);
  });

  test('restarts the services that went by it and are still declared, at the end and once', async () => {
    await apply([setting('a'), setting('b'), service('db', 'setting:a', 'setting:b')]);
    expect(await plan([setting('a'), service('db', 'setting:a')])).toEqual(['remove b', 'update db']);
    site.memory.log.length = 0;
    const { said } = await apply([setting('a'), service('db', 'setting:a')]);
    expect(said).toEqual(['removed remove b', 'changed update db']);
    expect(site.memory.log).toEqual(['expect db setting:b', 'remove b', 'confirm db setting:b', 'restart db']);
    expect((await apply([setting('a'), service('db', 'setting:a')])).finished.outcome).toBe('ok');
  });
});

describe('undoing a run', () => {
  test('brings back what it changed and removed, takes away what it made, and says what it cannot', async () => {
    site.memory.settings.set('old', 'off');
    await apply([setting('gone')]);
    const { run } = await apply([setting('old'), setting('new'), resource('command', 'true')]);
    expect([...site.memory.settings]).toEqual([
      ['old', 'on'],
      ['new', 'on'],
    ]);
    const undo = { undo: run };
    const back = ['restore gone', 'keep true (a command cannot be undone)', 'restore new', 'restore old'];
    expect(await plan([], undo)).toEqual(back);
    const { finished, said } = await apply([], undo);
    expect(said).toEqual([`changed ${back[0]}`, `ok ${back[1]}`, `changed ${back[2]}`, `changed ${back[3]}`]);
    expect(finished).toMatchObject({ outcome: 'changed', counts: { ok: 1, changed: 3 } });
    expect([...site.memory.settings].sort()).toEqual([
      ['gone', 'on'],
      ['old', 'off'],
    ]);
    expect(await plan([], undo)).toEqual([back[1]]);
  });

  test('leaves what was made and may hold data, says so, and brings back everything else', async () => {
    site.memory.settings.set('old', 'off');
    const { run } = await apply([setting('old'), resource('disk', 'd', { value: 'on' }), setting('new')]);
    const { finished, said } = await apply([], { undo: run });
    expect(said).toEqual(['changed restore new', 'ok keep d (it may hold data)', 'changed restore old']);
    expect(finished.outcome).toBe('changed');
    expect([...site.memory.settings]).toEqual([
      ['old', 'off'],
      ['d', 'on'],
    ]);
  });

  test('can itself be undone', async () => {
    site.memory.settings.set('old', 'off');
    const { run } = await apply([setting('old'), setting('new')]);
    const undone = await apply([], { undo: run });
    expect([...site.memory.settings]).toEqual([['old', 'off']]);
    await apply([], { undo: undone.run });
    expect([...site.memory.settings].sort()).toEqual([
      ['new', 'on'],
      ['old', 'on'],
    ]);
    expect((await apply([])).said).toEqual(['removed remove new', 'ok keep old (it was there before)']);
  });

  test('leaves the ledger right: what came back goes when nobody declares it, what went is not looked for', async () => {
    await apply([setting('gone')]);
    const { run } = await apply([setting('new')]);
    await apply([], { undo: run });
    site.memory.settings.set('new', 'of somebody else');
    expect((await apply([setting('c')])).said).toEqual([
      'changed create c',
      'removed remove gone',
      'ok keep new (it was there before)',
    ]);
  });

  test('has nothing to do where the run changed nothing, and refuses where what was there is not known', async () => {
    const first = await apply([setting('a')]);
    const second = await apply([setting('a')]);
    expect((await apply([], { undo: second.run })).finished.outcome).toBe('ok');
    rmSync(`${site.settings.stateFolder}/prior/${first.run}`, { recursive: true });
    expect((await apply([], { undo: first.run })).finished).toMatchObject({
      outcome: 'failed',
      fault: { code: 'no_prior', message: expect.stringContaining(first.run) },
    });
    expect(site.memory.settings.has('a')).toBe(true);
  });
});

describe('what another role of the host declares from now on', () => {
  const from = { instance: 'redis@db-1' as InstanceId };
  const to = { instance: 'cache@db-1' as InstanceId };
  const moving = { ...from, elsewhere: [{ id: 'setting:b' as ResourceId, instance: to.instance }] };

  test('passes to it without a write, whichever is applied first, and goes with it', async () => {
    for (const first of ['former', 'new']) {
      await apply([setting('a'), setting('b')], from);
      const written = site.memory.log.length;
      if (first === 'new') expect((await apply([setting('b')], to)).said).toEqual([]);
      expect(await plan([setting('a')], moving)).toEqual([]);
      expect((await apply([setting('a')], moving)).said).toEqual([]);
      expect(await plan([setting('a')], from)).toEqual([]);
      if (first === 'former') expect((await apply([setting('b')], to)).said).toEqual([]);
      expect(site.memory.log.slice(written)).toEqual([]);
      expect(await plan([], to)).toEqual(['remove b']);
      await apply([], to);
      expect([...site.memory.settings.keys()]).toEqual(['a']);
    }
  });

  test('is not lost where the other one is never applied: it is left over of that one', async () => {
    await apply([setting('a'), setting('b')], from);
    await apply([setting('a')], moving);
    expect(await plan([], to)).toEqual(['remove b']);
    expect(await plan([setting('c')], to)).toEqual(['create c', 'remove b']);
  });

  test('passes from one that is gone as a whole', async () => {
    await apply([setting('a'), setting('b')], from);
    expect(await plan([], moving)).toEqual(['remove a']);
    expect((await apply([], moving)).said).toEqual(['removed remove a']);
    expect([...site.memory.settings.keys()]).toEqual(['b']);
    expect(await plan([], to)).toEqual(['remove b']);
  });
});
