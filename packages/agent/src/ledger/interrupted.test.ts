import type { AssignmentId, CatalogResource, InstanceId, RunId } from '@rolecall/protocol';
import fc from 'fast-check';
import { resource } from '../testing/memory.ts';
import { TestSite } from '../testing/site.ts';

const INSTANCES = ['one@db-1', 'two@db-1'] as const;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

interface Step {
  readonly instance: (typeof INSTANCES)[number];
  readonly names: readonly string[];
  /** When its agent is stopped and another one started, in ms. */
  readonly stops: readonly number[];
}

const step = fc.record<Step>({
  instance: fc.constantFrom(...INSTANCES),
  names: fc.subarray(NAMES),
  stops: fc.array(fc.nat(40), { maxLength: 4 }),
});

const declared = (names: readonly string[]): CatalogResource[] =>
  names.map((name) => resource('setting', name, { value: 'on' }));

/** Applies a catalog while agents come and go, and answers what was said of its resources. */
async function apply(site: TestSite, run: RunId, { instance, names, stops }: Step, undo: RunId | null = null) {
  const assignment = `${run}/${instance}/converge/1` as AssignmentId;
  const catalog = site.put(declared(names), { instance: instance as InstanceId, undo });
  const before = site.controller.reports.length;
  const message = site.applyMessage([], { assignment, catalog });
  const send = () => {
    site.controller.send(message);
    return site.controller.finished(assignment);
  };
  await site.linked();
  send();
  for (const stop of stops) {
    await new Promise((resolve) => setTimeout(resolve, stop));
    await site.agent?.stop();
    site.startAgent();
  }
  const finished = await site.controller.until(() => site.controller.finished(assignment) ?? send());
  const said = site.controller.reports.slice(before).flatMap(({ body }) => (body.report === 'resource' ? [body] : []));
  return { finished, said };
}

test('agents come and go: nothing declared is lost, nothing undeclared stays, and nothing is removed twice or for another', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), fc.subarray(NAMES), async (steps, old) => {
      const site = await TestSite.start();
      site.startAgent();
      for (const name of old) site.memory.settings.set(name, 'before');
      const wanted = new Map<string, ReadonlySet<string>>();
      for (const [i, one] of steps.entries()) {
        site.memory.log.length = 0;
        const { finished, said } = await apply(site, `r-${1000 + i}` as RunId, one);
        expect(finished.outcome).not.toBe('failed');
        wanted.set(one.instance, new Set(one.names));
        const all = new Set([...wanted.values()].flatMap((names) => [...names]));
        // What stood there before stays as long as nobody wrote over it and let it go again.
        const present = new Set([...all, ...old]);
        expect(new Set(site.memory.settings.keys())).toEqual(present);
        const removed = said.filter(({ outcome }) => outcome === 'removed').map(({ change }) => change.key);
        expect(new Set(removed).size).toBe(removed.length);
        expect(removed.filter((name) => all.has(name))).toEqual([]);
        expect(new Set(said.map(({ change }) => change.index)).size).toBe(said.length);
      }
      await site.end();
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);

test('agents come and go: a run is undone to the last setting', async () => {
  await fc.assert(
    fc.asyncProperty(step, step, fc.array(fc.nat(40), { maxLength: 4 }), async (first, second, stops) => {
      const site = await TestSite.start();
      site.startAgent();
      await apply(site, 'r-1000' as RunId, first);
      for (const name of first.names) site.memory.settings.set(name, `by hand ${name}`);
      const before = new Map(site.memory.settings);
      await apply(site, 'r-1001' as RunId, { ...second, instance: first.instance });
      const { finished } = await apply(site, 'r-1002' as RunId, { ...first, names: [], stops }, 'r-1001' as RunId);
      expect(finished.outcome).not.toBe('failed');
      expect(new Map([...site.memory.settings].sort())).toEqual(new Map([...before].sort()));
      await site.end();
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);
