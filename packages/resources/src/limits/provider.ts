import { ownFile } from '../host/own-file.ts';
import type { LimitsParams } from './resource.ts';

/** `@` and `*` have no place in the name of a file. */
const fileName = (domain: string): string =>
  domain.replaceAll(/[^A-Za-z0-9_.-]/g, (sign) => `=${sign.charCodeAt(0).toString(16)}`);

const linesOf = (domain: string, type: 'soft' | 'hard', values: LimitsParams['soft'] = {}): readonly string[] =>
  Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([item, value]) => `${domain} ${type} ${item} ${value}\n`);

/** One file of limits a user or group. */
export const limitsProvider = ownFile<LimitsParams>({
  path: ({ domain }) => `/etc/security/limits.d/60-rolecall-${fileName(domain)}.conf`,
  content: ({ domain, soft, hard }) =>
    ['# Written by Rolecall.\n', ...linesOf(domain, 'soft', soft), ...linesOf(domain, 'hard', hard)].join(''),
  mode: 0o644,
});
