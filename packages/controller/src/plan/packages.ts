import type { Declared, KindName, Sha256 } from '@rolecall/protocol';
import type { Services } from '../serve/services.ts';
import { packagesOf } from '../store/offline.ts';

/** Where packages that were imported for a site lie on hosts; its name follows. */
const FOLDER = '/var/lib/rolecall-packages-';
/** A word that names a content well enough among the few of one site. */
const SHORT = 12;

/**
 * Where packages were imported for a site, an instance that wants any gets them first: a repository that lies on its host, fetched and checked as
 * any artifact is. apt reads the main list before those of `sources.list.d`, and these by name: the name puts it before others.
 */
export function withPackages(
  { database, blobs }: Pick<Services, 'database' | 'blobs'>,
  site: string | undefined,
  declared: readonly Declared[],
): readonly Declared[] {
  const first = declared.findIndex(({ kind }) => kind === 'package');
  const sha256 = site === undefined || first < 0 ? undefined : packagesOf(database, site);
  const source = declared[first]?.source;
  if (site === undefined || sha256 === undefined || source === undefined || !blobs.has(sha256)) return declared;
  return [...declared.slice(0, first), ...repositoryOf(site, sha256, source), ...declared.slice(first)];
}

function repositoryOf(site: string, sha256: Sha256, source: Declared['source']): readonly Declared[] {
  const path = `${FOLDER}${site}`;
  const version = sha256.slice(0, SHORT);
  const name = `0-rolecall-${site}`;
  const artifact = { path, version, sha256, format: 'tar' };
  const repository = { name, uris: [`file:${path}/${version}`], suites: ['./'], trusted: true };
  return [
    { kind: 'artifact' as KindName, key: path, params: artifact, source },
    { kind: 'aptRepository' as KindName, key: name, params: repository, source },
  ];
}
