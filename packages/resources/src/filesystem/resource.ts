import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, argumentList } from '../contract/schema.ts';

export const devicePath = absolutePath.refine(
  (path) => path.startsWith('/dev/'),
  'a device is a path below /dev, such as /dev/sdb or /dev/disk/by-id/…',
);

export const filesystem = defineKind({
  kind: 'filesystem',
  summary: 'A file system on a device, made only where the device is blank.',
  params: z.strictObject({
    device: devicePath.describe(
      'The device. A name below /dev/disk/by-id stays the same when disks are added. This is its key.',
    ),
    type: z.enum(['ext4', 'xfs', 'btrfs']).describe('The type of the file system.'),
    label: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,12}$/, 'a label has 1 to 12 letters, digits, "_", "-" or "."')
      .optional()
      .describe('Its label, by which it can be mounted. Counts when it is made.'),
    options: argumentList
      .optional()
      .describe('More words for mkfs, such as `["-m", "1"]`. They count when it is made.'),
  }),
  key: ({ device }) => device,
  example: `filesystem('/dev/disk/by-id/virtio-data', { type: 'xfs', label: 'data' })`,
  holdsData: true,
  notes: [
    'Blank is what blkid and wipefs both find nothing on, asked again just before it is made. Whatever else is there, a partition table or an empty file system of another type included, is refused and left as it is.',
    "It is never made anew, never grown, and never removed: `remove: 'always'` fails and says so.",
    'It needs the package with its mkfs: e2fsprogs, xfsprogs or btrfs-progs.',
  ],
});

export type FilesystemParams = ParamsOf<typeof filesystem>;
