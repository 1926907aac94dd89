import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const group = defineKind({
  kind: 'group',
  summary: 'A local group, in /etc/group. Who belongs to it is said with its users.',
  params: z.strictObject({
    name: z
      .string()
      .max(32)
      .regex(/^[a-z_][a-z0-9_-]*\$?$/, 'a user or group is named with a-z, 0-9, "_" and "-", starting with a letter')
      .describe('The name. This is its key.'),
    gid: z
      .int()
      .min(0)
      .max(4_294_967_294)
      .optional()
      .describe('The number. Left out: the next free one; not managed later.'),
    system: z.boolean().default(false).describe('A new group gets a number of the range for system groups.'),
  }),
  key: ({ name }) => name,
  example: `group('app', { system: true })`,
  holdsData: true,
  notes: ['Files keep the number of a group whose number is changed.'],
});

export type GroupParams = ParamsOf<typeof group>;
