import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { table } from '../contract/schema.ts';

const word = (what: string) => z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, `${what} has letters, digits, "_" and "-"`);

export const kernelModule = defineKind({
  kind: 'kernelModule',
  summary: 'A module of the kernel: loaded now and after every boot, with its options.',
  params: z.strictObject({
    name: word('a module').describe('The module, as lsmod shows it. This is its key.'),
    options: table(
      word('an option'),
      z
        .string()
        .max(1024)
        .regex(/^[^\s"#\\]+$/, 'the value of an option is one word'),
    )
      .default({})
      .describe('Its options, by their names; they count from the next time that it is loaded.'),
  }),
  key: ({ name }) => name,
  example: `kernelModule('br_netfilter')

kernelModule('nf_conntrack', { options: { hashsize: '262144' } })`,
  holdsData: false,
  notes: [
    'It is kept in /etc/modules-load.d, its options in /etc/modprobe.d. A module that is built into the kernel counts as loaded.',
    'A module that is loaded is never taken out of a running kernel: changed options, and the removal of its files, count from the next boot.',
    'Where /proc/sys cannot be written, as in a container, only the files are managed: the kernel is that of the machine outside.',
  ],
});

export type KernelModuleParams = ParamsOf<typeof kernelModule>;
