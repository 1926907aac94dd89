import type { AssignmentId, CatalogResource, Change, InstanceId, RunId } from '@rolecall/protocol';
import type { Certified } from '../testing/certificates.ts';
import { resource } from '../testing/memory.ts';
import { type MadePack, notePack, notesIn, signedList } from '../testing/packs.ts';
import { TestSite } from '../testing/site.ts';

const TABLE = 'pack work test';
const NOTE = notePack(TABLE);
/** The same kind in a newer version of its pack. */
const NEWER = notePack(TABLE, {
  code: `${NOTE.bytes.toString().split('\n').slice(1).join('\n')}\nmodule.exports = { provider: provided.provider };`,
});

let site: TestSite;
let signer: Certified;
let runs = 0;
let at = Date.now();

beforeEach(async () => {
  (notesIn(TABLE) as Map<string, string>).clear();
  site = await TestSite.start();
  signer = await site.authority.signer('codeSigning');
  site.startAgent();
  await site.linked();
});
afterEach(() => site.end());

function admit(...made: readonly MadePack[]): void {
  for (const { pack, bytes } of made) site.controller.blobs.set(pack, bytes);
  site.controller.send({
    type: 'packs',
    ...signedList(
      made.map(({ pack }) => pack),
      signer,
      ++at,
    ),
  });
}

const note = (name: string, { pack } = NOTE): CatalogResource => ({
  ...resource('test.note', name, { name, value: name }),
  pack,
});

async function apply(resources: readonly CatalogResource[], undo: RunId | null = null) {
  const run = `r-${String(++runs).padStart(4, '0')}` as RunId;
  const instance = 'redis@db-1' as InstanceId;
  const assignment = `${run}/${instance}/converge/1` as AssignmentId;
  const before = site.controller.reports.length;
  site.controller.send(site.applyMessage([], { assignment, catalog: site.put(resources, { instance, undo }) }));
  const finished = await site.controller.until(() => site.controller.finished(assignment));
  const said = site.controller.reports
    .slice(before)
    .flatMap(({ body }) => (body.report === 'resource' ? [`${body.outcome} ${line(body.change)}`] : []));
  return { run, finished, said };
}

const line = ({ action, key, reason }: Change): string =>
  `${action} ${key}${reason === undefined ? '' : ` (${reason.split(';')[0]})`}`;

test('a catalog that needs a pack nobody admitted fails before anything of it is touched, and says so', async () => {
  const { finished, said } = await apply([resource('setting', 'a', { value: 'on' }), note('b')]);
  expect(finished).toMatchObject({
    outcome: 'failed',
    fault: { code: 'pack_not_admitted', message: `test.note:b needs the pack ${NOTE.pack}, which is not admitted` },
  });
  expect(said).toEqual([]);
  expect(site.memory.settings.size).toBe(0);
});

test('resources of a pack are written once, and taken away when they are declared no more, also by the next agent', async () => {
  admit(NOTE);
  expect((await apply([note('a'), note('b')])).said).toEqual(['changed create a', 'changed create b']);
  expect((await apply([note('a'), note('b')])).said).toEqual([]);
  await site.agent?.stop();
  site.controller.blobs.clear();
  site.startAgent();
  await site.controller.until(() => site.controller.messages('hello').length === 2);
  expect((await apply([])).said).toEqual(['removed remove b', 'removed remove a']);
  expect(notesIn(TABLE).size).toBe(0);
});

test('what a revoked pack made is kept, and that is said; a newer pack of the same kind takes it away', async () => {
  admit(NOTE);
  await apply([note('a'), note('b')]);
  admit(NEWER);
  expect((await apply([note('b', NEWER)])).said).toEqual(['removed remove a']);
  admit();
  expect((await apply([])).said).toEqual([`ok keep b (its pack ${NEWER.pack} is not admitted any more)`]);
  expect([...notesIn(TABLE).keys()]).toEqual(['b']);
});

test('what a pack declares is checked by it once more, and refused where it is not what it wants', async () => {
  admit(NOTE);
  const { finished } = await apply([{ ...note('a'), params: { name: 'a', value: 1 } }]);
  expect(finished).toMatchObject({
    outcome: 'failed',
    fault: { code: 'catalog_refused', message: 'test.note:a cannot be managed: value: must be string' },
  });
});

test('a resource that names a pack for a kind of ours is refused', async () => {
  admit(NOTE);
  const { finished } = await apply([{ ...resource('setting', 'a', { value: 'on' }), pack: NOTE.pack }]);
  expect(finished).toMatchObject({ outcome: 'failed', fault: { code: 'pack_refused' } });
  expect(site.memory.settings.size).toBe(0);
});
