import type { HostName, RunEvent, RunId, Sha256 } from '@rolecall/protocol';
import { eventsOf } from '../store/runs.ts';
import { bedForEach } from '../testing/bed.ts';
import { outcomes } from '../testing/controller.ts';
import { planDigest } from './plan-digest.ts';

const bed = bedForEach();

const agent = (host: string) => bed.agent(host);
const digestOf = (plan: RunId): Sha256 => planDigest(eventsOf(bed.controller.database, plan).map(({ body }) => body));
const applySaved = async (plan: RunId, expects = digestOf(plan)): Promise<readonly RunEvent[]> =>
  bed.controller.finished(await bed.controller.apply(plan, { expects }));

describe('a saved plan', () => {
  test('is carried out where nothing has moved since', async () => {
    const events = await applySaved(await bed.controller.plan());
    expect(new Set(Object.values(outcomes(events)))).toEqual(new Set(['changed']));
  });

  test('is refused after a hand edit on one host, and names the host and the resource', async () => {
    await applySaved(await bed.controller.plan());
    const plan = await bed.controller.plan();
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
    bed.controller.hub.unlink('d' as HostName);
    const plan = await bed.controller.plan();
    bed.controller.hub.link('d' as HostName);
    const last = (await applySaved(plan)).at(-1);
    expect(last).toMatchObject({ fault: { code: 'moved', message: expect.stringContaining('it was unreachable') } });
  });

  test('that was edited, or that another controller made, is refused at once', async () => {
    const plan = await bed.controller.plan();
    await expect(applySaved(plan, 'b'.repeat(64) as Sha256)).rejects.toThrow('is not what this controller planned');
  });
});
