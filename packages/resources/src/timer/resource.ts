import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, argumentList } from '../contract/schema.ts';

const name = (what: string) =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, `${what} is named with letters, digits, "_", "-" and "."`);

export const timer = defineKind({
  kind: 'timer',
  summary: 'A job that systemd runs at set times, spread over hosts, never beside another job of the same mutex.',
  params: z.strictObject({
    name: name('a timer').describe('The units are `NAME.timer` and `NAME.service`. This is its key.'),
    argv: argumentList
      .refine(([program = '']) => /^[A-Za-z0-9_/]/.test(program), 'a program is a name or an absolute path')
      .describe('The program and its words. No shell sees them.'),
    calendar: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^\n\r%]+$/, 'a time is one line, such as "daily" or "Sun *-*-* 02:00"')
      .describe('When, as in systemd.time(7): `daily`, `*-*-* 01:00`, `Sun *-*-* 02:00`, `*:0/15`.'),
    spreadMs: z
      .int()
      .min(0)
      .max(31 * 86_400_000)
      .default(0)
      .describe(
        'Each host runs it at a time of its own, at most so long after `calendar`, and always at the same one. In milliseconds.',
      ),
    catchUp: z
      .boolean()
      .default(false)
      .describe('Runs it after a start of the host, where its time passed while the host was off.'),
    user: accountName.optional().describe('The user that runs it. Left out: root.'),
    directory: absolutePath.optional().describe('The working directory. Left out: `/`.'),
    environmentFile: absolutePath
      .optional()
      .describe('A file with `NAME=VALUE` lines for its environment: the place for secrets.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(31 * 86_400_000)
      .default(86_400_000)
      .describe('After this time it is ended and has failed, in milliseconds; waiting for the mutex counts.'),
    mutex: name('a mutex')
      .optional()
      .describe('Of all jobs that name it, one at a time runs on a host; the others wait for it.'),
    mutexWaitMs: z
      .int()
      .min(0)
      .max(31 * 86_400_000)
      .default(3_600_000)
      .describe('How long it waits for the mutex before it fails, in milliseconds.'),
  }),
  key: ({ name: key }) => key,
  example: `timer('cassandra-repair', {
  argv: ['/usr/bin/nodetool', 'repair', '-pr'],
  calendar: 'Sun *-*-* 01:00',
  spreadMs: 6 * 86_400_000,
  user: 'cassandra',
  mutex: 'heavy',
})`,
  holdsData: false,
  notes: [
    "The time of its own is drawn by systemd from the host's /etc/machine-id and the timer's name (`FixedRandomDelay=`): it stays over boots, changes and other hosts that come and go. It needs systemd 247 (Debian 11, Ubuntu 22.04); an older one draws anew each time.",
    'Two runs of one timer never overlap, with or without a mutex. A run that waits for a mutex too long fails with exit code 75.',
    'A run that is under way when its timer is changed or removed goes on to its end.',
    'See what it did with `journalctl -u NAME.service`, and when it is next with `systemctl list-timers`.',
  ],
});

export type TimerParams = ParamsOf<typeof timer>;
