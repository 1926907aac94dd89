import type { HostName } from '@rolecall/protocol';
import type { Found } from './subject.ts';

/** What nobody could look at is said, in one line for all hosts: silence would read as "fine". */
export const notMeasured = (what: string, hosts: readonly HostName[], todo: string): Found[] =>
  hosts.length === 0
    ? []
    : [
        {
          code: 'not_measured',
          severity: 'warning',
          host: hosts.length === 1 ? (hosts[0] ?? null) : null,
          what,
          measured: hosts.length === 1 ? 'not measured' : `not measured on ${shortList(hosts)}`,
          wanted: 'measured',
          todo,
        },
      ];

const SHOWN = 6;

/** The first of them, and how many more there are. */
export const shortList = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
