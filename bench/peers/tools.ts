import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabHost } from '../../test/lab/lab.ts';
import { run, runOrThrow } from '../../test/lab/machine/command.ts';

/** Where tools from PyPI are kept between runs of the bench. */
export const CACHE = join(import.meta.dirname, '../../.cache/peers');
const INSTALL_MS = 900_000;
/** Debian's own, so that what is installed for a host fits the Python that the host has. */
const PYTHON = '/usr/bin/python3';

/** A virtual environment with these packages; answers its `bin`. Throws with pip's last line. */
export async function virtualEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const home = join(CACHE, name);
  const done = join(home, 'complete');
  if (existsSync(done)) return join(home, 'bin');
  await rm(home, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await installing([PYTHON, '-m', 'venv', home]);
  await installing([join(home, 'bin/pip'), 'install', '--quiet', ...packages]);
  await runOrThrow(['touch', done]);
  return join(home, 'bin');
}

async function installing(argv: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await run(argv, { timeoutMs: INSTALL_MS });
  if (exitCode !== 0) throw new Error(lastLine(stderr) || lastLine(stdout) || `${argv[0]} ended with ${exitCode}`);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** The version that a package of the environment has. */
export async function versionOf(bin: string, name: string): Promise<string> {
  const code = `import importlib.metadata as m; print(m.version(${JSON.stringify(name)}))`;
  return (await runOrThrow([join(bin, 'python3'), '-c', code])).trim();
}

/** What Debian would install now, from the lists of this machine; throws where it has no such package. */
export async function debianVersion(name: string): Promise<string> {
  const said = await run(['apt-cache', 'policy', name]);
  const version = /Candidate: (\S+)/.exec(said.stdout)?.[1];
  if (version === undefined || version === '(none)') throw new Error(`Debian has no package ${name} here`);
  return version;
}

/** Installs what lies in the host's cache, without starting services that only a server of the tool would need. */
export async function installOnHost(host: LabHost, packages: readonly string[]): Promise<void> {
  if (packages.length === 0) return;
  const argv = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '-qq', ...packages];
  const { exitCode, stderr } = await host.exec(argv, { timeoutMs: INSTALL_MS });
  if (exitCode !== 0) throw new Error(`${host.name} could not install ${packages.join(', ')}: ${lastLine(stderr)}`);
}
