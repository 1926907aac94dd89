import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked } from '../host/checked.ts';
import { changeGuarded } from '../host/guard.ts';
import { needOwnPath } from '../host/own-path.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, lookAtFile, needFolder } from '../host/regular-file.ts';
import { forget, idOf, isPending, keepFormer, undoOf } from './record.ts';
import type { GuardedFileParams } from './resource.ts';

export interface GuardedFileState {
  readonly content: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  /** Whether it is known that it does not cut the host off. */
  readonly proven: boolean;
}

const LIMIT_MS = 120_000;

async function read(host: Host, { path }: GuardedFileParams): Promise<Observed<GuardedFileState>> {
  const found = await lookAtFile(host, path);
  if (found.is !== 'file') return found;
  const { owner, group, mode } = found.entry;
  const content = new TextDecoder().decode(found.bytes);
  const proven = !(await isPending(host, path));
  return { is: 'present', state: { content, owner, group, mode: modeText(mode), proven } };
}

const run = (host: Host, { path, apply }: GuardedFileParams): Promise<unknown> =>
  runChecked(host, `${path} was changed, and what makes it count failed`, { argv: apply, timeoutMs: LIMIT_MS });

/** Makes a change of the file, applies it, and keeps it only where the host can still be reached. */
async function change(host: Host, params: GuardedFileParams, to: string, make: () => Promise<void>): Promise<void> {
  const { path, apply, undoAfterMs } = params;
  await needFolder(host, path);
  // What puts the file back writes into its folder without the agent's care for links.
  await needOwnPath(host, path);
  await keepFormer(host, path);
  const guarded = {
    id: `file-${idOf(path)}`,
    what: path,
    change: to,
    files: {},
    undo: () => undoOf(path, apply),
    limitMs: undoAfterMs,
  };
  try {
    await changeGuarded(host, guarded, async () => {
      await make();
      await run(host, params);
    });
  } catch (error) {
    // Whatever else failed, the former file is back, or was never touched.
    if (!(error instanceof ResourceError && error.code === 'not_undone')) await forget(host, path);
    throw error;
  }
  await forget(host, path);
}

async function write(host: Host, params: GuardedFileParams): Promise<void> {
  const { path, content, owner, group, mode, validate } = params;
  const bytes = new TextEncoder().encode(content);
  await change(host, params, `put ${content}`, () =>
    host.writeFile(path, { content: bytes, owner, group, mode, validate }),
  );
}

async function remove(host: Host, params: GuardedFileParams): Promise<void> {
  const entry = await host.stat(params.path);
  if (entry === undefined) return;
  if (entry.type !== 'file') {
    throw new ResourceError('not_a_file', insteadOf('a regular file', params.path, entry));
  }
  await change(host, params, 'remove', () => host.removeEntry(params.path));
}

/** Files whose change may cut the host off: kept only once the agent has reached its controller anew. */
export const guardedFileProvider: Provider<GuardedFileParams, GuardedFileState> = {
  textProperties: ['content'],
  want: ({ content, owner, group, mode }) => ({ content, owner, group, mode: modeText(mode), proven: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  remove,
  // Whether it is proven tells an agent that comes up after a power cut that putting it back is not over.
  capture: async (host, { path }) => ({
    paths: await capturePaths(host, [path]),
    state: { proven: !(await isPending(host, path)) },
  }),
  restore: (host, params, { paths = {} }) =>
    change(host, params, `back ${JSON.stringify(paths[params.path] ?? null)}`, () => restorePaths(host, paths)),
};
