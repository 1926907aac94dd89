import { createHash } from 'node:crypto';
import type { Host } from '../contract/host.ts';
import { folderOf } from '../host/paths.ts';
import { dropFile } from '../host/system-file.ts';

/** On disk: a power cut must not lose what stood there before a change that has not proven itself. */
const FOLDER = '/var/lib/rolecall-guarded';
const ROOT = { owner: 'root', group: 'root' };

export const idOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 16);
export const recordOf = (path: string): string => `${FOLDER}/${idOf(path)}`;
const pendingAt = (path: string): string => `${recordOf(path)}/pending`;
const formerAt = (path: string): string => `${recordOf(path)}/former`;

/** Whether the file was changed and it is not known yet whether that cuts the host off. */
export const isPending = async (host: Host, path: string): Promise<boolean> =>
  (await host.stat(pendingAt(path))) !== undefined;

async function makeFolder(host: Host, path: string): Promise<void> {
  if ((await host.stat(path)) === undefined) await host.makeDirectory(path, { ...ROOT, mode: 0o700 });
}

/** Keeps what stands there; of a change that is tried again, what stood there before the first try. */
export async function keepFormer(host: Host, path: string): Promise<void> {
  if (await isPending(host, path)) return;
  await makeFolder(host, folderOf(recordOf(path)));
  await makeFolder(host, recordOf(path));
  await dropFile(host, formerAt(path));
  const entry = await host.stat(path);
  if (entry?.type === 'file') {
    const { owner, group, mode } = entry;
    const content = await host.readFile(path, { owner, mode });
    await host.writeFile(formerAt(path), { content, owner, group, mode });
  }
  await host.writeFile(pendingAt(path), { content: new TextEncoder().encode(`${path}\n`), ...ROOT, mode: 0o600 });
}

/** The change has proven itself, or was taken back. */
export async function forget(host: Host, path: string): Promise<void> {
  await dropFile(host, pendingAt(path));
  await dropFile(host, formerAt(path));
  if ((await host.stat(recordOf(path))) !== undefined) await host.removeEntry(recordOf(path));
}

/** `$1` the record, `$2` the file, then the program that makes it count. The file's folder is root's alone. */
const UNDO = `former=$1/former path=$2
shift 2
if [ -e "$former" ]; then
  cp --preserve=mode,ownership -- "$former" "$path.rolecall-undo" && sync -- "$path.rolecall-undo" && mv -f -- "$path.rolecall-undo" "$path" || exit 1
else
  rm -f -- "$path"
fi
exec "$@"`;

/** The program that puts back what stood there and makes it count. */
export const undoOf = (path: string, apply: readonly string[]): readonly string[] => [
  'sh',
  '-c',
  UNDO,
  'sh',
  recordOf(path),
  path,
  ...apply,
];
