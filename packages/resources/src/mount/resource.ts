import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

export const mount = defineKind({
  kind: 'mount',
  summary: 'A file system mounted at a path, now and at boot, by a unit of systemd.',
  params: z.strictObject({
    path: absolutePath
      .refine((path) => path !== '/', 'the root is mounted by the kernel')
      .describe('Where. This is its key.'),
    source: z
      .string()
      .max(4096)
      .regex(/^[^\s%]+$/, 'a source is one word')
      .refine((source) => secretsIn(source).length === 0, 'a source cannot hold a secret: every user can read it')
      .describe('What: a device, `UUID=…`, `LABEL=…`, `server:/export`, or a word such as `tmpfs`.'),
    type: z
      .string()
      .regex(/^[a-z0-9._-]{1,32}$/, 'a type is named as mount names it, such as xfs or nfs4')
      .describe('The type of the file system: `ext4`, `xfs`, `nfs4`, `tmpfs` …; `none` for a bind mount.'),
    options: z
      .array(
        z
          .string()
          .regex(/^[^\s,%]+$/, 'an option is one word')
          .refine((option) => option !== 'nofail', 'say `nofail: true` instead'),
      )
      .max(64)
      .default([])
      .describe('Options of mount, such as `noatime`.'),
    nofail: z
      .boolean()
      .default(false)
      .describe(
        'Whether the host boots where it cannot be mounted. Without it such a boot ends in an emergency shell.',
      ),
  }),
  key: ({ path }) => path,
  example: `mount('/var/lib/cassandra', { source: 'LABEL=data', type: 'xfs', options: ['noatime'], nofail: true })`,
  holdsData: false,
  notes: [
    'It is a unit, not a line of /etc/fstab: a file of its own that nobody else edits. A path that /etc/fstab names is refused.',
    'The directory is made where it is missing. One that is not empty is refused: what is in it would be hidden.',
    'Every folder above it belongs to root, and nobody else may write to it: whoever could would choose what is mounted over.',
    'Another file system that is mounted there is left as it is, and said. Changed options are applied by mounting it again in place; those that the kernel cannot change count from the next boot.',
    'Of the options, only `ro`, `noexec`, `nosuid`, `nodev` and `noatime` are looked for in the running kernel; all are in the unit.',
    'Removing it unmounts it and leaves the directory; what is on the device stays. Where it is in use, that fails and says so.',
  ],
});

export type MountParams = ParamsOf<typeof mount>;
