import type { LabHost } from '../../lab/lab.ts';
import { out } from './fleet.ts';

/** What programs keep for themselves: no part of what a host is like. */
const PASSING = ['/dev', '/proc', '/run', '/sys', '/tmp', '/opt/rolecall', '/var/tmp', '/var/cache', '/var/log'];
const KEPT_BY_TOOLS = ['/var/lib/apt', '/var/lib/dpkg', '/var/lib/rolecall'];

/** Every path of a host's disk with its type, mode, owner and content, except what comes and goes by itself. */
export async function tree(host: LabHost): Promise<ReadonlyMap<string, string>> {
  const skipped = [...PASSING, ...KEPT_BY_TOOLS].flatMap((path) => ['-path', path, '-o']).slice(0, -1);
  const listed = await out(
    host,
    ...['find', '/', '-xdev', '(', ...skipped, ')', '-prune', '-o', '-printf', '%p\\t%y %m %U %G %l\\n'],
  );
  const sums = await out(
    host,
    ...['find', '/', '-xdev', '(', ...skipped, ')', '-prune', '-o', '-type', 'f', '-exec', 'sha256sum', '{}', '+'],
  );
  const content = new Map(sums.split('\n').map((line) => [line.slice(66), line.slice(0, 64)]));
  const lines = listed.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [path = '', attributes = ''] = line.split('\t');
      return [path, `${attributes} ${content.get(path) ?? ''}`];
    }),
  );
}

/** How one listing became the other, as `created PATH`, sorted. */
export function effects(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const all = [...new Set([...before.keys(), ...after.keys()])];
  return all
    .flatMap((path) => {
      const [old, now] = [before.get(path), after.get(path)];
      if (old === now) return [];
      return [`${old === undefined ? 'created' : now === undefined ? 'removed' : 'changed'} ${path}`];
    })
    .sort();
}
