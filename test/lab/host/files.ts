import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { CommandOptions } from '../machine/command.ts';
import { LabError } from '../machine/error.ts';
import { execInside } from './exec.ts';
import type { HostPlace } from './place.ts';

/** Large trees, such as a Node runtime, on a busy disk. */
const COPY_LIMIT_MS = 180_000;

const WRITE_FILE = 'mkdir -p -- "$(dirname -- "$1")" && cat >"$1" && chmod -- "$2" "$1"';
const UNPACK = 'mkdir -p -- "$1" && exec tar -x --no-same-owner -C "$1"';

/** A file's text. All paths are the host's, also through its links and mounts. */
export async function readFileInside(host: HostPlace, path: string): Promise<string> {
  return insideOrThrow(host, ['cat', '--', path]);
}

/** Writes a file with its folders; `mode` is octal, as for chmod. */
export async function writeFileInside(
  host: HostPlace,
  path: string,
  content: CommandOptions['input'],
  mode = '644',
): Promise<void> {
  const input = content === undefined ? {} : { input: content };
  await insideOrThrow(host, ['sh', '-c', WRITE_FILE, 'sh', path, mode], { ...input, timeoutMs: COPY_LIMIT_MS });
}

/** Copies a file, or the content of a folder, of this machine to that very path of the host; root owns the copy. */
export async function copyInside(host: HostPlace, localPath: string, remotePath: string): Promise<void> {
  const stats = statSync(localPath);
  if (stats.isDirectory()) return copyFolder(host, localPath, remotePath);
  const mode = (stats.mode & 0o777).toString(8);
  await writeFileInside(host, remotePath, createReadStream(localPath), mode);
}

async function copyFolder(host: HostPlace, localPath: string, remotePath: string): Promise<void> {
  const pack = spawn('tar', ['-c', '-C', localPath, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const packed = new Promise<number | null>((resolve, reject) => pack.on('error', reject).on('close', resolve));
  const input: Readable = pack.stdout;
  await insideOrThrow(host, ['sh', '-c', UNPACK, 'sh', remotePath], { input, timeoutMs: COPY_LIMIT_MS });
  const code = await packed;
  if (code !== 0) throw new LabError('command-failed', `tar could not read ${localPath}: exit code ${code}`);
}

async function insideOrThrow(host: HostPlace, argv: readonly string[], options?: CommandOptions): Promise<string> {
  const result = await execInside(host, argv, options);
  if (result.exitCode === 0) return result.stdout;
  const said = result.stderr.trim();
  throw new LabError('command-failed', `On ${host.name}, "${argv.join(' ')}" ended with ${result.exitCode}: ${said}`);
}
