import type { Params } from './params.ts';
import { ACCOUNT, here, PROGRAMS, TLS } from './places.ts';

/** The words of etcdctl on a host, about its own member. */
export const etcdctl = ({ ports }: Pick<Params, 'ports'>, ...words: readonly string[]): readonly string[] =>
  etcdctlAt([here(ports.client)], ...words);

/** The same, about members at these addresses. */
export const etcdctlAt = (endpoints: readonly string[], ...words: readonly string[]): readonly string[] => [
  `${PROGRAMS}/etcdctl`,
  `--endpoints=${endpoints.join(',')}`,
  `--cacert=${TLS.authority}`,
  `--cert=${TLS.client.certificate}`,
  `--key=${TLS.client.key}`,
  '--command-timeout=3s',
  ...words,
];

/** The group that may read what clients on the host show. */
export const AS_CLIENT = { group: ACCOUNT } as const;
