import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

export const alternatives = defineKind({
  kind: 'alternatives',
  summary: 'Which of several programs a common name means, chosen with update-alternatives (Debian, Ubuntu).',
  params: z.strictObject({
    name: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, 'a group of alternatives is named with letters, digits and "._+-"')
      .describe('The name of the group, such as `editor` or `java`. This is its key.'),
    path: absolutePath.describe('The alternative; its package must have registered it.'),
  }),
  key: ({ name }) => name,
  example: `alternatives('editor', { path: '/usr/bin/vim.basic' })`,
  holdsData: false,
  notes: ['Removing it gives the choice back to the system: the alternative with the highest priority.'],
});

export type AlternativesParams = ParamsOf<typeof alternatives>;
