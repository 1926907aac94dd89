import type { Host } from '../contract/host.ts';
import { folderOf } from './paths.ts';
import { lookAtFile } from './regular-file.ts';

const OWNER = { owner: 'root', group: 'root' };

/** Puts a small text of ours into a folder of the system's, which is made where a minimal host lacks it. */
export async function putText(host: Host, path: string, text: string): Promise<void> {
  const found = await lookAtFile(host, path);
  if (found.is === 'file' && new TextDecoder().decode(found.bytes) === text) return;
  const folder = folderOf(path);
  if ((await host.stat(folder)) === undefined) await host.makeDirectory(folder, { ...OWNER, mode: 0o755 });
  await host.writeFile(path, { content: new TextEncoder().encode(text), ...OWNER, mode: 0o644 });
}

/** Removes a file where there is one; what took its place stays. */
export async function dropFile(host: Host, path: string): Promise<boolean> {
  if ((await host.stat(path))?.type !== 'file') return false;
  await host.removeEntry(path);
  return true;
}
