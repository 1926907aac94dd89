import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sha256 } from '@rolecall/protocol';
import { runtimeFolder } from '../src/layout.ts';
import { hashFile } from './artifact.ts';
import type { RuntimeParts } from './runtime.ts';

/** Exit 101: "action forbidden by policy" (invoke-rc.d(8)). */
const POLICY_RC_D = '#!/bin/sh\nexit 101\n';

/** Puts a runtime's files under `tree` where a host has them. Answers the hash of what is in them. */
export async function fillRuntime(tree: string, parts: RuntimeParts): Promise<Sha256> {
  const draft = join(tree, 'draft');
  await mkdir(join(draft, 'libexec'), { recursive: true });
  await stripped(parts.node, join(draft, 'node'));
  await copyFile(parts.pty, join(draft, 'pty.node'));
  await copyFile(parts.nodeLicence, join(draft, 'LICENSE.node'));
  await copyFile(parts.ptyLicence, join(draft, 'LICENSE.node-pty'));
  await writeFile(join(draft, 'libexec/policy-rc.d'), POLICY_RC_D);
  const id = await hashOf(draft);
  await setModes(draft);
  await mkdir(join(tree, runtimeFolder(id), '..'), { recursive: true });
  await rename(draft, join(tree, runtimeFolder(id)));
  return id;
}

const FILES = ['LICENSE.node', 'LICENSE.node-pty', 'libexec/policy-rc.d', 'node', 'pty.node'] as const;
const PROGRAMS: readonly string[] = ['libexec/policy-rc.d', 'node'];

async function hashOf(folder: string): Promise<Sha256> {
  const lines = await Promise.all(FILES.map(async (file) => `${file} ${await hashFile(join(folder, file))}`));
  return createHash('sha256').update(lines.join('\n')).digest('hex') as Sha256;
}

/** Modes stand here rather than come from npm's files or this user's umask. */
async function setModes(folder: string): Promise<void> {
  for (const file of FILES) await chmod(join(folder, file), PROGRAMS.includes(file) ? 0o755 : 0o644);
  for (const inner of ['.', 'libexec']) await chmod(join(folder, inner), 0o755);
}

/**
 * Without symbols Node is 109 MB rather than 127. A machine without binutils, or with those of another architecture, ships it as it
 * is: the package is then some 4 MB larger and works the same.
 */
async function stripped(from: string, to: string): Promise<void> {
  try {
    await promisify(execFile)('strip', ['--strip-unneeded', '-o', to, from]);
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code !== 'ENOENT' &&
      !/format not recognized|Unable to recognise/.test(String(error))
    )
      throw error;
    await copyFile(from, to);
  }
}
