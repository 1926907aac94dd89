import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const hostname = defineKind({
  kind: 'hostname',
  summary: 'The name of the host: kept in /etc/hostname and set at once.',
  params: z.strictObject({
    name: z
      .string()
      .max(64)
      .regex(
        /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
        'a host is named with letters, digits, "-" and ".", with at most 64 of them',
      )
      .describe('The name.'),
  }),
  key: () => 'name',
  example: `hostname('redis-1')`,
  holdsData: true,
  notes: [
    'A host has one name, so its key is always `name`.',
    'A host always has a name: what a site no longer declares stays as it is; a rollback brings back the former one.',
    'Programs that run keep the name that they know until they start again. Where the name is not in DNS, declare a hostsEntry too, so that it can be looked up.',
  ],
});

export type HostnameParams = ParamsOf<typeof hostname>;
