import { z } from 'zod';
import { Facts } from '../facts.ts';
import { HostName } from '../ids.ts';
import { Json } from '../json.ts';
import { Fault } from '../outcome.ts';
import { answers, streams } from './route.ts';

/** A fact query, such as `mem.total < 8GiB and label.tier = app`. */
export const Expression = z.string().max(4096);

export const HostRow = z.strictObject({
  name: HostName,
  address: z.string(),
  labels: z.record(z.string(), z.string()),
  linked: z.boolean(),
  /** Milliseconds since 1970; `null` where the host was never linked. */
  lastSeen: z.number().nullable(),
  agent: z.string().nullable(),
  os: z.string().nullable(),
  revoked: z.boolean(),
  /** Milliseconds since 1970: when the certificate ends that the host uses now. */
  certificateEnd: z.number(),
});
export type HostRow = z.infer<typeof HostRow>;

/** A piece of an ad-hoc command's story, for each host. Bytes are base64. */
export const CommandEvent = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('started'), host: HostName }),
  z.strictObject({
    is: z.literal('output'),
    host: HostName,
    stream: z.enum(['stdout', 'stderr', 'terminal']),
    bytes: z.string(),
  }),
  z.strictObject({
    is: z.literal('ended'),
    host: HostName,
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    fault: Fault.nullable(),
  }),
  z.strictObject({ is: z.literal('unreachable'), host: HostName, reason: z.string() }),
]);
export type CommandEvent = z.infer<typeof CommandEvent>;

/** Hosts, their facts, and commands on them. */
export const fleetRoutes = {
  'hosts.list': answers('view', z.strictObject({ where: Expression.optional() }), z.array(HostRow)),
  'hosts.revoke': answers('admin', z.strictObject({ host: HostName }), z.strictObject({ revoked: z.boolean() })),
  'facts.get': answers(
    'view',
    z.strictObject({ host: HostName }),
    z.strictObject({ host: HostName, at: z.number(), facts: Facts }),
  ),
  /** For each host that matches, the asked paths of its facts. */
  query: answers(
    'view',
    z.strictObject({ where: Expression, select: z.array(z.string().max(256)).max(64) }),
    z.array(z.strictObject({ host: HostName, values: z.record(z.string(), Json) })),
  ),
  'command.run': streams(
    'operate',
    z.strictObject({
      where: Expression,
      argv: z.array(z.string().max(65_536)).min(1).max(256),
      tty: z.boolean(),
      timeoutMs: z.int().min(1_000).max(86_400_000),
    }),
    CommandEvent,
  ),
  'enroll.create': answers(
    'admin',
    z.strictObject({
      host: HostName.optional(),
      labels: z.record(z.string().max(63), z.string().max(255)),
      ttlMs: z
        .int()
        .min(1_000)
        .max(30 * 86_400_000),
      uses: z.int().min(1).max(10_000),
    }),
    z.strictObject({ id: z.string(), line: z.string(), expires: z.number() }),
  ),
  'enroll.list': answers(
    'admin',
    z.strictObject({}),
    z.array(
      z.strictObject({
        id: z.string(),
        host: HostName.nullable(),
        expires: z.number(),
        usesLeft: z.int(),
      }),
    ),
  ),
  'enroll.revoke': answers('admin', z.strictObject({ id: z.string() }), z.strictObject({ revoked: z.boolean() })),
} as const;
