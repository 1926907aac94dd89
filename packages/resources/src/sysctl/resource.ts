import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const sysctl = defineKind({
  kind: 'sysctl',
  summary: 'A value of the kernel: kept in /etc/sysctl.d and set at once.',
  params: z.strictObject({
    name: z
      .string()
      .max(200)
      .regex(
        /^[A-Za-z0-9_-]+([./][A-Za-z0-9_:.-]+)+$/,
        'a kernel value is named as sysctl names it, such as vm.max_map_count or net/ipv4/conf/eth0.1/forwarding',
      )
      .refine((key) => !/(^|[./])\.{1,2}([./]|$)/.test(key), 'a kernel value has no empty part in its name')
      .describe('The name, as sysctl shows it. This is its key.'),
    value: z
      .string()
      .min(1)
      .max(4096)
      .regex(/^[^\n\r]*\S[^\n\r]*$/, 'a kernel value is one line')
      .refine((value) => secretsIn(value).length === 0, 'a kernel value cannot be a secret: every user can read it')
      .describe('The value; blanks between its words do not count.'),
  }),
  key: ({ name }) => name,
  example: `sysctl('vm.max_map_count', { value: '262144' })`,
  holdsData: false,
  notes: [
    'Where /proc/sys cannot be written, as in a container, only the file under /etc/sysctl.d is managed: the kernel is that of the machine outside.',
    'A value set in a later file of /etc/sysctl.d (99-…) wins at the next boot; the next apply shows and mends it.',
    'Removing it removes the file; the kernel keeps the value until the next boot.',
  ],
});

export type SysctlParams = ParamsOf<typeof sysctl>;
