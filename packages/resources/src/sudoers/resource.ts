import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const sudoers = defineKind({
  kind: 'sudoers',
  summary: 'Rules of sudo: a file in /etc/sudoers.d, checked by visudo before it takes its place.',
  params: z.strictObject({
    name: z
      .string()
      .max(100)
      .refine((name) => !name.includes('.'), 'sudo passes over files with a dot in their name')
      .refine((name) => !name.endsWith('~'), 'sudo passes over files whose name ends in "~"')
      .regex(/^[A-Za-z0-9_-]+$/, 'rules of sudo are named with letters, digits, "_" and "-"')
      .describe('The name of the file. This is its key.'),
    content: z.string().max(1_000_000).describe('The rules, as in sudoers(5).'),
  }),
  key: ({ name }) => name,
  example: `sudoers('deploy', { content: 'deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart app\\n' })`,
  holdsData: false,
  notes: [
    'visudo checks the new file by itself, and then all rules together: where sudo would not take them, what stood there before is put back.',
    'Needs the package sudo. The file belongs to root and has the mode 0440, as sudo wants it.',
  ],
});

export type SudoersParams = ParamsOf<typeof sudoers>;
