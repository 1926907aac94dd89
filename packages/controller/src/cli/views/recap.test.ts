import type { RunEvent } from '@rolecall/protocol';
import { emptyRun, follow } from './model.ts';
import { recapText } from './recap.ts';
import { styleFor } from './style.ts';

const plain = styleFor({ isTTY: false } as NodeJS.WriteStream);
const skipped = (instance: string, fault: object) => ({ event: 'ended', instance, outcome: 'skipped', fault });

/** The recap of a run of which nothing but this is known. */
const recapOf = (...bodies: readonly object[]): readonly string[] =>
  recapText(
    [
      { event: 'created', run: 'r-1', mode: 'apply', intent: { is: 'converge' }, site: 'example' },
      ...bodies,
      { event: 'finished', outcome: 'failed', fault: null },
    ]
      .map((body, i) => ({ seq: i + 1, at: i * 1000, body: body as RunEvent }))
      .reduce(follow, emptyRun()),
    plain,
  ).split('\n');

test('a run that left something out by itself says why, and what to do', () => {
  const lines = recapOf(
    skipped('db.replication@-', {
      code: 'locked',
      message: 'schema of db is held by backup db, which has begun and is not finished',
      hint: 'go on with it by the same command',
    }),
  );
  expect(lines.slice(0, 2)).toEqual([
    'skipped db.replication: schema of db is held by backup db, which has begun and is not finished',
    '  go on with it by the same command',
  ]);
});

test('a reason that many have is said once', () => {
  const down = { code: 'too_many_down', message: 'db@db-1 is failed: taking this one down too would be more than 1' };
  const lines = recapOf(skipped('db@db-2', down), skipped('db@db-3', down));
  expect(lines.filter((line) => line.includes('too would be'))).toEqual([
    'skipped db@db-2 and 1 more: db@db-1 is failed: taking this one down too would be more than 1',
  ]);
});

test('what only follows from a failure is not said again', () => {
  const lines = recapOf(skipped('app@db-2', { code: 'upstream', message: 'db@db-1, which it uses, is failed' }));
  expect(lines.join()).not.toContain('which it uses');
});
