import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { runChecked, succeeded } from '../host/checked.ts';
import { readEach } from '../host/read-each.ts';
import type { AlternativesParams } from './resource.ts';

export interface AlternativesState {
  readonly path: string | null;
  /** Whether somebody chose, or the system does by priority. */
  readonly chosen: boolean;
}

const LIMIT_MS = 60_000;

/** The choice, as `update-alternatives --query` says it; nothing where there is no such group. */
async function choice(host: Host, name: string): Promise<AlternativesState | undefined> {
  const completed = await host.query(['update-alternatives', '--query', name]);
  if (!succeeded(completed)) return undefined;
  const [head = ''] = completed.stdout.split('\n\n');
  const field = (of: string): string | undefined => new RegExp(`^${of}: (.*)$`, 'm').exec(head)?.[1];
  const path = field('Value');
  return { path: path === undefined || path === 'none' ? null : path, chosen: field('Status') === 'manual' };
}

async function read(host: Host, { name }: AlternativesParams): Promise<Observed<AlternativesState>> {
  const state = await choice(host, name);
  return state === undefined ? { is: 'absent' } : { is: 'present', state };
}

async function change(host: Host, name: string, words: readonly string[]): Promise<void> {
  const argv = ['update-alternatives', ...words];
  await runChecked(
    host,
    `The alternative for ${name} could not be chosen`,
    { argv, timeoutMs: LIMIT_MS },
    `Look at: update-alternatives --display ${name}`,
  );
}

async function write(host: Host, { name, path }: AlternativesParams): Promise<void> {
  if ((await choice(host, name)) === undefined) {
    throw new ResourceError('no_alternatives', `There are no alternatives for ${name} on this host.`, {
      hint: 'Declare the package that brings them before it.',
    });
  }
  await change(host, name, ['--set', name, path]);
}

/** Choices between programs. */
export const alternativesProvider: Provider<AlternativesParams, AlternativesState> = {
  simulates: true,
  want: ({ path }) => ({ path, chosen: true }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await write(host, params);
  },
  gone: ({ chosen }) => !chosen,
  async remove(host, { name }) {
    if ((await choice(host, name))?.chosen) await change(host, name, ['--auto', name]);
  },
  async capture(host, { name }) {
    const state = await choice(host, name);
    return { state: state === undefined ? {} : { ...state } };
  },
  async restore(host, { name }, { state = {} }) {
    const now = await choice(host, name);
    if (now === undefined || (now.chosen === state.chosen && now.path === state.path)) return;
    if (state.chosen === true && typeof state.path === 'string') await change(host, name, ['--set', name, state.path]);
    else if (now.chosen) await change(host, name, ['--auto', name]);
  },
};
