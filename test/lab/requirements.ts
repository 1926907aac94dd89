import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { run, runOrThrow } from './machine/command.ts';
import { LabError } from './machine/error.ts';

/** The programs the lab calls, each with the Debian package that holds it. */
const PACKAGE_OF_PROGRAM = {
  'systemd-nspawn': 'systemd-container',
  debootstrap: 'debootstrap',
  nft: 'nftables',
  ip: 'iproute2',
  nsenter: 'util-linux',
  tar: 'tar',
} as const;

const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The Debian packages that are missing on this machine, in a fixed order. */
export function missingPackages(): readonly string[] {
  return Object.entries(PACKAGE_OF_PROGRAM)
    .filter(([program]) => !SYSTEM_FOLDERS.some((folder) => isProgram(join(folder, program))))
    .map(([, packageName]) => packageName);
}

/**
 * Answers when this machine can have labs. Throws LabError `needs-root` or `needs-packages`, each one sentence that says
 * what to type; with `install`, missing packages are installed instead.
 */
export async function requireLab({ install = false }: { readonly install?: boolean } = {}): Promise<void> {
  requireRoot();
  const missing = install ? await ensurePackages().then(missingPackages) : missingPackages();
  if (missing.length === 0) return;
  throw new LabError('needs-packages', `The lab needs Debian packages: run apt-get install ${missing.join(' ')}`);
}

/** Installs what is missing with apt-get, without questions. Answers the packages it installed. */
export async function ensurePackages(): Promise<readonly string[]> {
  requireRoot();
  const missing = missingPackages();
  if (missing.length === 0) return [];
  const install = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '--no-install-recommends'];
  const limit = { timeoutMs: 600_000 };
  if ((await run([...install, ...missing], limit)).exitCode === 0) return missing;
  // The package lists may be missing or old.
  await runOrThrow(['apt-get', 'update'], limit);
  await runOrThrow([...install, ...missing], limit);
  return missing;
}

function requireRoot(): void {
  if (process.getuid?.() === 0) return;
  throw new LabError('needs-root', 'The lab mounts disks and makes network bridges: run it as root.');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
