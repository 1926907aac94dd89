import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { type Turn, Turns } from './turns.ts';

const forever = new AbortController().signal;
const soon = () => AbortSignal.timeout(20);

test('there are never more than may be, in all and of one, and everybody gets his turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }), async (hosts) => {
      const turns = new Turns({ most: 4, mostEach: 2, turnMs: 60_000, waitMs: 1 });
      const running: string[] = [];
      const served = await Promise.all(
        hosts.map(async (host) => {
          const turn = await turns.take(host, forever);
          running.push(host);
          expect(running.length).toBeLessThanOrEqual(4);
          expect(running.filter((other) => other === host).length).toBeLessThanOrEqual(2);
          await null;
          running.splice(running.indexOf(host), 1);
          turn?.end();
          return host;
        }),
      );
      expect(served).toEqual(hosts);
    }),
  );
});

test('who has not got a place in time is told so, and holds none', async () => {
  const turns = new Turns({ most: 1, mostEach: 1, turnMs: 60_000, waitMs: 1 });
  const first = await turns.take('a', forever);
  expect(await turns.take('b', soon())).toBeUndefined();
  first?.end();
  expect(await turns.take('c', soon())).toBeDefined();
});

test('a turn is over after its time only where somebody waits', async () => {
  const turns = new Turns({ most: 1, mostEach: 1, turnMs: 10, waitMs: 1 });
  const first = (await turns.take('a', forever)) as Turn;
  await pause(30);
  expect(first.over.aborted).toBe(false);
  const second = turns.take('b', forever);
  await pause(10);
  expect(first.over.aborted).toBe(true);
  first.end();
  expect(await second).toBeDefined();
});
