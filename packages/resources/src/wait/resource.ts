import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, argumentList } from '../contract/schema.ts';

const params = z
  .strictObject({
    name: z.string().min(1).max(200).describe('What is waited for, in the words of its author. This is its key.'),
    port: z.int().min(1).max(65_535).optional().describe('A TCP port that must take a connection.'),
    host: z
      .string()
      .regex(/^[A-Za-z0-9:_.-]{1,253}$/, 'a host is a name or an address')
      .default('127.0.0.1')
      .describe('Whose port: a name or an address, as seen from the host.'),
    url: z
      .string()
      .max(2048)
      .regex(/^https?:\/\/[^\s]+$/, 'a url begins with http:// or https://')
      .refine((url) => secretsIn(url).length === 0, 'a url cannot hold a secret: every user of the host could read it')
      .optional()
      .describe('An address that must answer a GET with one of `status`. Redirects are not followed.'),
    status: z.array(z.int().min(100).max(599)).min(1).max(20).default([200]).describe('The answers that will do.'),
    command: argumentList
      .optional()
      .describe('A program that changes nothing and must end with 0, each time within 30 s.'),
    path: absolutePath.optional().describe('A path where something must be.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(86_400_000)
      .default(60_000)
      .describe('After this time the step has failed, in milliseconds.'),
    everyMs: z.int().min(100).max(600_000).default(1_000).describe('The pause between two looks, in milliseconds.'),
  })
  .refine(
    ({ port, url, command, path }) => [port, url, command, path].filter((one) => one !== undefined).length === 1,
    'a wait is for exactly one of `port`, `url`, `command` and `path`',
  );

export const wait = defineKind({
  kind: 'wait',
  summary: 'Waits until a port is open, an address answers, a program ends with 0 or a file is there.',
  params,
  key: ({ name }) => name,
  alongside: () => ({}),
  example: `wait('redis answers', { port: 6379, timeoutMs: 30_000 })

wait('the schema is there', { command: ['/opt/app/bin/migrate', '--check'], timeoutMs: 600_000, everyMs: 5_000 })`,
  holdsData: false,
  notes: [
    'What holds already is not waited for; a plan lists a wait that would begin as an action.',
    'While it waits it writes every few seconds what it waits for, how long yet, and why it does not hold: `controller runs logs` shows that.',
    'It waits in a unit of systemd, so it goes on when the agent is stopped or replaced.',
    'An address is asked with `curl`, a port with `bash`.',
  ],
});

export type WaitParams = ParamsOf<typeof wait>;
