import type { Parts } from '../serve/parts.ts';
import type { Handlers } from './handler.ts';

/** The verbs about files that the controller keeps for hosts. */
export const artifactHandlers = ({
  artifacts,
}: Parts): Handlers<'artifacts.begin' | 'artifacts.list' | 'artifacts.unused' | 'artifacts.prune'> => ({
  'artifacts.begin': (wanted, { operator }) => artifacts.begin(wanted, operator),
  'artifacts.list': () => artifacts.list(),
  'artifacts.unused': ({ olderThanMs }) => [...artifacts.unused(olderThanMs)],
  'artifacts.prune': ({ hashes, olderThanMs }, { operator }) => artifacts.prune(hashes, olderThanMs, operator),
});
