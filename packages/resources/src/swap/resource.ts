import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

const params = z
  .strictObject({
    path: z
      .union([z.literal('all'), absolutePath.refine((path) => !path.includes('%'), 'a swap has no "%" in its path')])
      .describe('A device or a file; or `all` of them, to have none. This is its key.'),
    on: z.boolean().default(true).describe('Whether it is used for swap, now and after a boot.'),
    sizeMiB: z
      .int()
      .min(1)
      .max(1_048_576)
      .optional()
      .describe('The size of a file, which is made where it is missing. Not for devices.'),
    priority: z.int().min(0).max(32_767).optional().describe('Of several, the one with the highest is used first.'),
  })
  .refine(({ path, on }) => path !== 'all' || !on, 'name the device or file that is to be used: only off can be `all`')
  .refine(
    ({ on, sizeMiB, priority }) => on || (sizeMiB ?? priority) === undefined,
    '`sizeMiB` and `priority` are for a swap that is on',
  )
  .refine(({ path, sizeMiB }) => sizeMiB === undefined || !path.startsWith('/dev/'), 'a device has a size of its own');

export const swap = defineKind({
  kind: 'swap',
  summary: 'A device or file that is used for swap, or none at all, now and after a boot.',
  params,
  key: ({ path }) => path,
  example: `swap('/swapfile', { sizeMiB: 2048 })

swap('all', { on: false })`,
  holdsData: false,
  notes: [
    'A device is made a swap only where it is blank (see filesystem); a file only where there is none. What holds anything else is refused.',
    'On is a unit of systemd. Off masks that unit, or `swap.target` for all, so that /etc/fstab need not be edited.',
    'Where /proc/sys cannot be written, as in a container, only the unit is managed: the kernel is that of the machine outside.',
    'A file for swap must lie on ext4 or xfs. Removing the resource turns the swap off and removes a file that `sizeMiB` made.',
  ],
});

export type SwapParams = ParamsOf<typeof swap>;
