import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const hugepages = defineKind({
  kind: 'hugepages',
  summary: 'Transparent huge pages: when the kernel uses them, now and after every boot.',
  params: z.strictObject({
    enabled: z
      .enum(['always', 'madvise', 'never'])
      .describe('For which memory: all, that of programs that ask for it, or none.'),
    defrag: z
      .enum(['always', 'defer', 'defer+madvise', 'madvise', 'never'])
      .optional()
      .describe('Whether a program waits while memory is put together for a huge page. Left out: not managed.'),
  }),
  key: () => 'transparent',
  example: `hugepages('never')

hugepages('madvise', { defrag: 'defer+madvise' })`,
  holdsData: false,
  notes: [
    'There is one such setting on a host: two that differ are a conflict.',
    'It is kept in /etc/tmpfiles.d, which systemd applies before any service starts.',
    'Where /sys cannot be written, as in a container, only that file is managed: the kernel is that of the machine outside.',
    'Removing it removes the file; the kernel keeps the value until the next boot.',
  ],
});

export type HugepagesParams = ParamsOf<typeof hugepages>;
