import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

/** A kind's export carries the kind's name; `package` itself is a reserved word. */
export const packageKind = defineKind({
  kind: 'package',
  summary: 'A Debian package, installed with apt.',
  params: z.strictObject({
    name: z
      .string()
      .max(200)
      .regex(
        /^[a-z0-9][a-z0-9+.-]*[a-z0-9+.](:[a-z0-9]+)?$/,
        'a package is named as in Debian, such as redis-server, or libc6:i386 with its architecture',
      )
      .describe(
        'The name of the package. This is its key. A virtual package is not accepted: name one that provides it.',
      ),
    version: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9.+~:-]+$/, 'a version is written as dpkg shows it, such as 5:7.0.15-1~deb12u1')
      .optional()
      .describe(
        'Exactly this version, also if that is older than what is installed. Left out: any installed one will do.',
      ),
    hold: z
      .boolean()
      .optional()
      .describe('Whether apt is kept from changing the package by itself (`apt-mark hold`). Left out: not managed.'),
    start: z
      .boolean()
      .default(true)
      .describe('False: the services that the package brings are not started when it is first installed.'),
  }),
  key: ({ name }) => name,
  alongside: () => ({ locks: ['dpkg'] }),
  example: `pkg('redis-server', { start: false })`,
  disturbs: ({ action }) => (action === 'update' ? 'stops' : 'may stop'),
  holdsData: false,
  notes: [
    'Configuration files that were changed on the host are kept.',
    'Where another program holds the lock of dpkg or apt, it is waited for, up to 10 minutes; then the error names that program.',
    'The lists of apt are refreshed only where a package or version is not found with those that are there. An interrupted dpkg is completed (`dpkg --configure -a`) before.',
    'dpkg is never cut off by a time limit. Services are not restarted by needrestart; only those that are declared so.',
    'Recommended packages are not installed.',
    'Taken away, it leaves its configuration and data (`apt-get remove`), and what apt installed beside it. Where another package that is not declared needs it, it is kept, and that is said.',
  ],
});

export type PackageParams = ParamsOf<typeof packageKind>;
