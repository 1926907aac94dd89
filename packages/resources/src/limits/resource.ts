import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

/** The items of limits.conf(5). */
const ITEMS = [
  'core',
  'data',
  'fsize',
  'memlock',
  'nofile',
  'rss',
  'stack',
  'cpu',
  'nproc',
  'as',
  'maxlogins',
  'maxsyslogins',
  'nonewprivs',
  'priority',
  'locks',
  'sigpending',
  'msgqueue',
  'nice',
  'rtprio',
] as const;

const values = z.partialRecord(z.enum(ITEMS), z.union([z.int().min(-20), z.literal('unlimited')]));

export const limits = defineKind({
  kind: 'limits',
  summary: 'What the sessions of a user or group may use at most: a file in /etc/security/limits.d.',
  params: z.strictObject({
    domain: z
      .string()
      .max(100)
      .regex(
        /^([@%]?[A-Za-z_][A-Za-z0-9_.-]*\$?|[@%]?\d+(:\d*)?|[@%]?:\d+|\*|%)$/,
        'limits are of a user, of a @group, of numbers such as 1000:, or of all (*)',
      )
      .describe('Whose limits: a user, a `@group`, or `*` for all but root. This is its key.'),
    soft: values.optional().describe('Limits that a session starts with, by item: `{ nofile: 65536 }`.'),
    hard: values.optional().describe('Limits up to which a session may raise them, by item.'),
  }),
  key: ({ domain }) => domain,
  example: `limits('redis', { soft: { nofile: 65536 }, hard: { nofile: 65536, core: 'unlimited' } })`,
  holdsData: false,
  notes: [
    'They hold for sessions that PAM opens (login, ssh, su, cron), from the next one on. A service of systemd has its limits from its unit: use `LimitNOFILE=` there.',
    'A later file in limits.d wins; the name begins with 60-rolecall.',
    'In a container a session may be refused limits above those of the container itself.',
  ],
});

export type LimitsParams = ParamsOf<typeof limits>;
