import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { table } from '../contract/schema.ts';
import { whyNotSchedule } from './schedule.ts';

const line = z.string().regex(/^[^\n\r]*$/, 'a line of cron has no line break in it');

export const cron = defineKind({
  kind: 'cron',
  summary: 'A command that cron runs: a file in /etc/cron.d.',
  params: z.strictObject({
    name: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/, 'cron passes over files that are not named with letters, digits, "_" and "-" alone')
      .describe('The name of the file. This is its key.'),
    schedule: z
      .string()
      .max(200)
      .check(({ value, issues }) => {
        const why = whyNotSchedule(value);
        if (why !== undefined) issues.push({ code: 'custom', input: value, message: why });
      })
      .describe(
        'When: minute, hour, day of the month, month, day of the week, as in crontab(5), or `@daily` and the like.',
      ),
    user: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?$/, 'a user is named with letters, digits, "_", "-" and "."')
      .default('root')
      .describe('The user as whom it runs; cron passes over files that name one who does not exist.'),
    command: line
      .min(1)
      .max(5000)
      .refine((command) => secretsIn(command).length === 0, 'a secret cannot be in a command: give it in `environment`')
      .describe('What runs, as a line of the shell. A `%` means itself.'),
    environment: table(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a variable is named with letters, digits and "_"'),
      line
        .max(1000)
        .refine(
          (value) => !(value.includes('"') && value.includes("'")),
          'cron has no way to write both kinds of quotes',
        ),
    )
      .optional()
      .describe('Variables that are set for it, such as `MAILTO`. Nothing is expanded.'),
  }),
  key: ({ name }) => name,
  example: `cron('backup', { schedule: '17 3 * * *', user: 'backup', command: '/usr/local/bin/backup', environment: { MAILTO: '' } })`,
  holdsData: false,
  notes: [
    'Needs the package cron; cron sees a changed file within a minute.',
    'For work that hosts should not begin all at once, or that must not run twice at a time, use a timer of systemd.',
    'Only users in /etc/passwd are seen, not those of a directory service.',
    'The file can be read by root alone, since its variables may hold secrets.',
  ],
});

export type CronParams = ParamsOf<typeof cron>;
