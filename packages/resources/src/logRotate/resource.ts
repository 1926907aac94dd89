import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { accountName, fileMode } from '../contract/schema.ts';

const line = z
  .string()
  .max(5000)
  .regex(/^[^\n\r]*$/, 'a line has no line break in it')
  .refine((text) => text.trim() !== 'endscript', 'the line "endscript" would end the script');

export const logRotate = defineKind({
  kind: 'logRotate',
  summary: 'How logs are rotated: a file in /etc/logrotate.d, checked by logrotate before it takes its place.',
  params: z.strictObject({
    name: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/, 'rules of logrotate are named with letters, digits, "_" and "-"')
      .describe('The name of the file. This is its key.'),
    paths: z
      .array(z.string().regex(/^\/[^\s"{}\\]+$/, 'a path is absolute and has no blanks, quotes or braces'))
      .min(1)
      .max(100)
      .describe('The logs; `*` and `?` stand for names.'),
    every: z.enum(['hourly', 'daily', 'weekly', 'monthly', 'yearly']).default('daily').describe('How often.'),
    keep: z.int().min(0).max(10_000).default(14).describe('How many old logs are kept.'),
    size: z
      .string()
      .regex(/^\d{1,12}[kMG]?$/, 'a size is a number with k, M or G, such as 100M')
      .optional()
      .describe('Rotated as soon as it is larger, if it is looked at then.'),
    compress: z.boolean().default(true).describe('Old logs are compressed, from the second on.'),
    copyTruncate: z
      .boolean()
      .default(false)
      .describe('For programs that keep their log open: copied and cut, which may lose lines in between.'),
    create: z
      .strictObject({ mode: fileMode, owner: accountName, group: accountName })
      .optional()
      .describe('The new log is made with this mode, owner and group.'),
    runAs: z
      .strictObject({ user: accountName, group: accountName })
      .optional()
      .describe('Needed where the folder of the logs belongs to others than root.'),
    afterwards: z
      .array(line)
      .max(50)
      .optional()
      .describe('Lines of the shell that run after a rotation, once for all logs: `systemctl reload app`.'),
  }),
  key: ({ name }) => name,
  example: `logRotate('app', { paths: ['/var/log/app/*.log'], keep: 7, afterwards: ['systemctl kill -s HUP app'] })`,
  holdsData: false,
  notes: [
    'Needs the package logrotate, which looks once a day: `hourly` needs its timer to run more often.',
    'A log that is missing or empty is passed over. A folder that others than root may write to is refused by logrotate unless `runAs` is given; that is said before the file is in place.',
  ],
});

export type LogRotateParams = ParamsOf<typeof logRotate>;
