import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AgentError } from '../src/error.ts';

/**
 * xz's effort, measured on two idle cores for the 109 MB of Node 24: level 1 takes 7 s for 31.9 MB, 2 takes 10 s for 31.0 MB, 3 takes
 * 14 s for 30.3 MB, 6 takes 32 s for 27.3 MB. Whoever tries us first waits for this.
 */
const XZ_LEVEL = 1;

/** Every file gets this time, 1 January 2020 UTC, in seconds: equal content is then an equal package. */
const EPOCH_SECONDS = 1_577_836_800;

/** Packs what lies under `tree` as the Debian package `rolecall-runtime` into the file `packed`. */
export async function packDeb(
  tree: string,
  packed: string,
  options: { readonly architecture: string; readonly version: string },
): Promise<void> {
  const control = join(tree, 'DEBIAN');
  await mkdir(control);
  await writeFile(join(control, 'control'), controlText(options));
  await settle(tree);
  await runDpkg(['--root-owner-group', '-Zxz', `-z${XZ_LEVEL}`, '--build', tree, packed]);
}

const controlText = ({ architecture, version }: { architecture: string; version: string }): string =>
  [
    'Package: rolecall-runtime',
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    'Maintainer: The Rolecall authors <rolecall@localhost>',
    'Section: admin',
    'Priority: optional',
    'Description: Node runtime that the Rolecall agent carries with it',
    '',
  ].join('\n');

/** Times and folders' modes as they are on every machine that builds. */
async function settle(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await settle(path);
    else await utimes(path, EPOCH_SECONDS, EPOCH_SECONDS);
  }
  await chmod(folder, 0o755);
  await utimes(folder, EPOCH_SECONDS, EPOCH_SECONDS);
}

async function runDpkg(words: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('dpkg-deb', [...words], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(EPOCH_SECONDS), LC_ALL: 'C.UTF-8' },
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new AgentError('agent-build', 'The agent is packed with dpkg-deb, which this machine has not', {
        hint: 'Install the package dpkg, which every Debian and Ubuntu has.',
        cause,
      });
    // The first line is the reason (a full disk, say), those after it only that tar or xz ended.
    const [reason] = (cause as { stderr?: string }).stderr?.trim().split('\n') ?? [];
    throw new AgentError('agent-build', `dpkg-deb could not pack the agent's runtime: ${reason || cause}`, { cause });
  }
}
