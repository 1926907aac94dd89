import type { JsonObject } from '@rolecall/protocol';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { type Account, readAccounts, readGroups } from '../host/accounts.ts';
import { folderOf, modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { insteadOf, needFolder } from '../host/regular-file.ts';
import { blobOf, keyLine, removeKeyLine, setKeyLine } from './key-line.ts';
import type { AuthorizedKeyParams } from './resource.ts';

export interface AuthorizedKeyState {
  readonly line: string;
  /** Of the file; sshd passes over one that others may write to. */
  readonly mode: string;
}

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const pathOf = ({ home }: Account): string => `${home.replace(/\/+$/, '')}/.ssh/authorized_keys`;
const wantedLine = ({ key, options }: AuthorizedKeyParams): string =>
  options === undefined ? key : `${options} ${key}`;

const accountOf = async (host: Host, user: string): Promise<Account | undefined> =>
  (await readAccounts(host)).find(({ name }) => name === user);

/** The text of the file, which its user could replace by anything at any time: only what is the user's own is read. */
async function textOf(host: Host, account: Account): Promise<string | undefined> {
  const path = pathOf(account);
  const entry = await host.stat(path);
  if (entry === undefined) return undefined;
  if (entry.type !== 'file') throw new ResourceError('not_a_file', insteadOf('a regular file', path, entry));
  return new TextDecoder().decode(await host.readFile(path, { sole: true, owner: account.name }));
}

async function read(host: Host, params: AuthorizedKeyParams): Promise<Observed<AuthorizedKeyState>> {
  // A user that a resource before this one makes is not there yet when a plan looks.
  const account = await accountOf(host, params.user);
  const text = account && (await textOf(host, account));
  const line = text === undefined ? undefined : keyLine(text, blobOf(params.key));
  if (account === undefined || line === undefined) return { is: 'absent' };
  const mode = (await host.stat(pathOf(account)))?.mode ?? FILE_MODE;
  return { is: 'present', state: { line, mode: modeText(mode) } };
}

async function ownerOf(
  host: Host,
  { name, gid }: Account,
): Promise<{ readonly owner: string; readonly group: string }> {
  const group = (await readGroups(host)).find((one) => one.gid === gid)?.name ?? String(gid);
  return { owner: name, group };
}

async function put(host: Host, account: Account, text: string): Promise<void> {
  const path = pathOf(account);
  const owned = await ownerOf(host, account);
  if ((await host.stat(folderOf(path))) === undefined) {
    await needFolder(host, folderOf(path));
    await host.makeDirectory(folderOf(path), { ...owned, mode: FOLDER_MODE });
  }
  await host.writeFile(path, { content: new TextEncoder().encode(text), ...owned, mode: FILE_MODE });
}

/** Puts a line in place; nothing as a line takes the key away, and the file where nothing else is in it. */
async function setLine(host: Host, { user, key }: AuthorizedKeyParams, line: string | undefined): Promise<void> {
  const account = await accountOf(host, user);
  if (account === undefined && line === undefined) return;
  if (account === undefined) {
    throw new ResourceError('no_user', `There is no user ${user} who could log in with a key.`, {
      hint: `Declare user('${user}') before it.`,
    });
  }
  const text = await textOf(host, account);
  if (line !== undefined) return put(host, account, setKeyLine(text ?? '', blobOf(key), line));
  if (text === undefined || keyLine(text, blobOf(key)) === undefined) return;
  const left = removeKeyLine(text, blobOf(key));
  await (left.trim() === '' ? host.removeEntry(pathOf(account)) : put(host, account, left));
}

/** What holds the line: the mode of the file, where there is one, and whether its folder holds that alone. */
async function aroundLine(host: Host, { user }: AuthorizedKeyParams): Promise<Record<string, string | boolean>> {
  const account = await accountOf(host, user);
  if (account === undefined) return { alone: false };
  const path = pathOf(account);
  const file = await host.stat(path);
  const isFolder = (await host.stat(folderOf(path)))?.type === 'directory';
  const others = isFolder ? (await host.list(folderOf(path))).length - (file === undefined ? 0 : 1) : 0;
  return { alone: isFolder && others === 0, ...(file?.type === 'file' ? { mode: modeText(file.mode) } : {}) };
}

/** The file with its mode, be it empty; or neither the file nor the folder that was made for it. */
async function restoreAround(host: Host, params: AuthorizedKeyParams, { mode, alone }: JsonObject): Promise<void> {
  const account = await accountOf(host, params.user);
  const now = await aroundLine(host, params);
  if (account === undefined) return;
  if (typeof mode !== 'string') {
    const isLeft = alone === false && now.alone === true && now.mode === undefined;
    return isLeft ? host.removeEntry(folderOf(pathOf(account))) : undefined;
  }
  if (now.mode === undefined) await put(host, account, '');
  if (now.mode !== mode)
    await host.setAttributes(pathOf(account), { ...(await ownerOf(host, account)), mode: Number.parseInt(mode, 8) });
}

/** Keys of users, each a line in a file that the user owns. */
export const authorizedKeyProvider: Provider<AuthorizedKeyParams, AuthorizedKeyState> = {
  simulates: true,
  want: (params) => ({ line: wantedLine(params), mode: modeText(FILE_MODE) }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const { params } of changes) await setLine(host, params, wantedLine(params));
  },
  remove: (host, params) => setLine(host, params, undefined),
  // The line alone: the whole file would be kept where its user could not take back a key of their own.
  async capture(host, params) {
    const found = await read(host, params);
    const line = found.is === 'present' ? found.state.line : null;
    return { state: { line, ...(await aroundLine(host, params)) } };
  },
  async restore(host, params, { state = {} }) {
    const line = typeof state.line === 'string' ? state.line : undefined;
    const found = await read(host, params);
    if ((found.is === 'present' ? found.state.line : undefined) !== line) await setLine(host, params, line);
    await restoreAround(host, params, state);
  },
};
