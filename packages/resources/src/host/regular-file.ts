import { ResourceError } from '../contract/error.ts';
import type { Entry, FileWrite, Host, PlacedFile } from '../contract/host.ts';
import { errorOf } from './error-of.ts';
import { folderOf } from './paths.ts';

/** A larger file is not read into memory: no configuration file is near it. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** What lies at a path where a regular file is wanted. `bytes` are missing where the file is too large to be read. */
export type FileFound =
  | { readonly is: 'file'; readonly entry: Entry; readonly bytes: Uint8Array | undefined }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly reason: string };

/** Says what is there instead of a regular file. */
export function insteadOf(wanted: string, path: string, entry: Entry): string {
  const what = {
    file: 'a regular file',
    directory: 'a directory',
    link: `a symbolic link to ${entry.target ?? 'nowhere'}`,
    other: 'a device, socket or pipe',
  }[entry.type];
  return `${path} is ${what}, not ${wanted}: it is left as it is. Move it away, or manage what it is.`;
}

/** Looks at a regular file without following a link. */
export async function lookAtFile(host: Host, path: string): Promise<FileFound> {
  const entry = await host.stat(path);
  if (entry === undefined) return { is: 'absent' };
  if (entry.type !== 'file') return { is: 'unknown', reason: insteadOf('a regular file', path, entry) };
  return { is: 'file', entry, bytes: await bytesOf(host, path, entry) };
}

/**
 * The content of the file that was looked at; nothing where it is too large. Another's that took its place since is not read: it would be shown, or
 * written again, as if it were this one's.
 */
export async function bytesOf(host: Host, path: string, looked: Entry): Promise<Uint8Array | undefined> {
  const { size, owner, mode } = looked;
  return size > MAX_FILE_BYTES ? undefined : host.readFile(path, { owner, mode });
}

/** The text of a file that may be missing; for files of the system such as `/etc/passwd`. */
export async function textOf(host: Host, path: string): Promise<string | undefined> {
  if ((await host.stat(path)) === undefined) return undefined;
  return new TextDecoder().decode(await host.readFile(path));
}

/**
 * What a file of the system amounts to; nothing where there is none. A host may keep that until the file changes, for which `parse` must always
 * be the same function.
 */
export async function parsedFile<Value>(
  host: Host,
  path: string,
  parse: (bytes: Uint8Array) => Value,
): Promise<Value | undefined> {
  if (host.parsed !== undefined) return host.parsed(path, parse);
  return (await host.stat(path)) === undefined ? undefined : parse(await host.readFile(path));
}

/** Refuses to write where there is no folder, in words that say what to declare. */
export async function needFolder(host: Host, path: string): Promise<void> {
  const folder = folderOf(path);
  if ((await host.stat(folder)) !== undefined) return;
  throw new ResourceError('no_directory', `${path} cannot be written: there is no directory ${folder}.`, {
    hint: `Declare directory('${folder}') before it, or the package that brings it.`,
  });
}

/** Puts a file in place, whole, where its folder exists. */
export async function putFile(host: Host, path: string, file: FileWrite): Promise<void> {
  await needFolder(host, path);
  await host.writeFile(path, file);
}

/** Puts files in place, whole and in their order, up to the first that fails. */
export async function putFiles(host: Host, files: readonly PlacedFile[]): Promise<void> {
  if (host.writeFiles === undefined) {
    for (const { path, file } of files) await putFile(host, path, file);
    return;
  }
  const known = new Set<string>();
  const fit: PlacedFile[] = [];
  const unfit = await errorOf(async () => {
    for (const one of files) {
      if (!known.has(folderOf(one.path))) await needFolder(host, one.path);
      known.add(folderOf(one.path));
      fit.push(one);
    }
  });
  if (fit.length > 0) await host.writeFiles(fit);
  if (unfit !== undefined) throw unfit.error;
}
