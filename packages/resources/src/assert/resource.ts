import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, argumentList } from '../contract/schema.ts';

const params = z
  .strictObject({
    name: z.string().min(1).max(200).describe('What must hold, as a sentence. This is its key.'),
    command: argumentList.optional().describe('A program that changes nothing and must end with 0, within 30 s.'),
    path: absolutePath.optional().describe('A path where something must be.'),
    fact: z
      .string()
      .max(256)
      .regex(/^[a-zA-Z]\w*(\.\w+)*$/, 'a fact is named by its place, such as mem.total or disks.0.rotational')
      .optional()
      .describe('A fact, by its place among those that `controller facts` shows, such as `mem.total`.'),
    equals: z
      .union([z.string().max(4096), z.number(), z.boolean()])
      .optional()
      .describe('The value that the fact must have.'),
    atLeast: z.number().optional().describe('The least that the fact may be.'),
    atMost: z.number().optional().describe('The most that the fact may be.'),
    contains: z.string().min(1).max(4096).optional().describe('A text that the fact or the file must have in it.'),
    hint: z.string().min(1).max(1024).describe('How to make it hold, for whoever reads that it does not.'),
  })
  .refine(
    ({ command, path, fact }) => [command, path, fact].filter((one) => one !== undefined).length === 1,
    'an assertion looks at exactly one of `command`, `path` and `fact`',
  )
  .refine(
    ({ fact, equals, atLeast, atMost }) => fact !== undefined || (equals ?? atLeast ?? atMost) === undefined,
    '`equals`, `atLeast` and `atMost` are for facts',
  )
  .refine(({ command, contains }) => command === undefined || contains === undefined, '`contains` is not for commands')
  .refine(
    ({ fact, equals, atLeast, atMost, contains }) =>
      fact === undefined || (equals ?? atLeast ?? atMost ?? contains) !== undefined,
    'say what the fact must be: `equals`, `atLeast`, `atMost` or `contains`',
  );

export const assert = defineKind({
  kind: 'assert',
  summary: 'Something that must hold already: where it does not, the step fails and says how to mend it.',
  params,
  key: ({ name }) => name,
  alongside: () => ({}),
  example: `assert('there is memory enough for Cassandra', {
  fact: 'mem.total',
  atLeast: 8 * 1024 ** 3,
  hint: 'Give the machine 8 GiB, or take another one.',
})

assert('the data has a file system of its own', {
  command: ['mountpoint', '-q', '/var/lib/cassandra'],
  hint: 'Mount the data disk on /var/lib/cassandra.',
})`,
  holdsData: false,
  notes: [
    'It never changes anything, so a plan fails in the same words. What this very apply is going to bring about is nothing for it: wait for that.',
    'Facts are gathered anew for it. A fact that could not be read does not hold, and the reason is said.',
  ],
});

export type AssertParams = ParamsOf<typeof assert>;
