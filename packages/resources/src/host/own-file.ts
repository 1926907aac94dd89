import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { filePriors } from './path-prior.ts';
import { modeText } from './paths.ts';
import { readEach } from './read-each.ts';
import { insteadOf, lookAtFile, putFile } from './regular-file.ts';

/** A file of root's that one resource owns whole. */
export interface OwnFileState {
  readonly content: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

/** What differs between kinds that are such a file. */
export interface OwnFile<Params> {
  readonly path: (params: Params) => string;
  readonly content: (params: Params) => string;
  readonly mode: number;
  /** Must accept the new content before it takes its place; `{}` stands for its path. */
  readonly validate?: readonly string[];
  /** Refuses with a `ResourceError` what this host cannot take. */
  readonly refuse?: (host: Host, params: Params) => Promise<void>;
}

const ROOT = { owner: 'root', group: 'root' } as const;

async function read(host: Host, path: string): Promise<Observed<OwnFileState>> {
  const found = await lookAtFile(host, path);
  if (found.is !== 'file') return found;
  const { owner, group, mode } = found.entry;
  const content = new TextDecoder().decode(found.bytes);
  return { is: 'present', state: { content, owner, group, mode: modeText(mode) } };
}

/** Takes the file away; what took its place is left, and said. */
async function remove(host: Host, path: string): Promise<void> {
  const entry = await host.stat(path);
  if (entry === undefined) return;
  if (entry.type !== 'file') throw new ResourceError('not_a_file', insteadOf('a regular file', path, entry));
  await host.removeEntry(path);
}

/** The provider of a kind that is one whole file of root's. */
export const ownFile = <Params>(kind: OwnFile<Params>): Provider<Params, OwnFileState> => ({
  simulates: true,
  textProperties: ['content'],
  want: (params) => ({ content: kind.content(params), ...ROOT, mode: modeText(kind.mode) }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, kind.path(params))),
  async write(host, changes) {
    for (const { params } of changes) {
      await kind.refuse?.(host, params);
      const content = new TextEncoder().encode(kind.content(params));
      await putFile(host, kind.path(params), { content, ...ROOT, mode: kind.mode, validate: kind.validate });
    }
  },
  remove: (host, params) => remove(host, kind.path(params)),
  ...filePriors<Params>((params) => [kind.path(params)]),
});

/** Refuses where a program that must judge the file is not there. */
export const needProgram =
  (program: string, packageName: string) =>
  async (host: Host): Promise<void> => {
    if ((await host.stat(program)) !== undefined) return;
    throw new ResourceError(
      'no_program',
      `${program} is not there, so nothing can be checked before it takes its place.`,
      {
        hint: `Declare pkg('${packageName}') before it.`,
      },
    );
  };
