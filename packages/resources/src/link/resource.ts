import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

export const link = defineKind({
  kind: 'link',
  summary: 'A symbolic link.',
  params: z.strictObject({
    path: absolutePath.describe('Where the link is. This is its key.'),
    target: z
      .string()
      .min(1)
      .max(4095)
      .refine((target) => secretsIn(target).length === 0, 'a link cannot point to a secret: targets are shown')
      .describe('Where it points, as it is written into the link; it need not exist.'),
  }),
  key: ({ path }) => path,
  alongside: ({ path }) => ({ paths: [path] }),
  example: `link('/etc/localtime', { target: '/usr/share/zoneinfo/Etc/UTC' })`,
  holdsData: false,
  notes: ['Another link is replaced at once; a file or a directory in its place is left as it is.'],
});

export type LinkParams = ParamsOf<typeof link>;
