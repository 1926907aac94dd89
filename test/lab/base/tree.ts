import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runOrThrow } from '../machine/command.ts';
import { LabError } from '../machine/error.ts';
import { removeFolder } from '../machine/mounts.ts';
import { basesFolder } from '../state/folder.ts';
import { machineFetchSettings, machineSources } from './sources.ts';
import type { Suite } from './suite.ts';

/** A plain server's first packages, besides those Debian calls required. */
const PACKAGES =
  'systemd,systemd-sysv,dbus,iproute2,iputils-ping,ca-certificates,curl,procps,kmod,sudo,openssh-server,python3-minimal,locales,gnupg';

/** A minute or two with a near mirror. */
const BUILD_LIMIT_MS = 1_200_000;

/** The folder a suite's base tree has, whether or not it is built. Other first packages make another tree. */
export function treeFolder(suite: Suite): string {
  const hash = createHash('sha256').update(PACKAGES).digest('hex').slice(0, 8);
  return join(basesFolder(), `tree-${suite}-${hash}`);
}

/** Builds the suite's base tree, unless it is there, and answers its folder. Call it with the bases' lock held. */
export async function buildTree(suite: Suite): Promise<string> {
  const tree = treeFolder(suite);
  if (existsSync(tree)) return tree;
  const draft = `${tree}.building`;
  await removeFolder(draft);
  mkdirSync(basesFolder(), { recursive: true });
  await bootstrap(suite, draft);
  await setUp(suite, draft);
  // Only a whole tree ever has the name others look for.
  renameSync(draft, tree);
  return tree;
}

async function bootstrap(suite: Suite, tree: string): Promise<void> {
  const mirror = machineSources(suite)?.mirror;
  const argv = ['debootstrap', '--variant=minbase', `--include=${PACKAGES}`, suite, tree, ...(mirror ? [mirror] : [])];
  const result = await run(argv, { timeoutMs: BUILD_LIMIT_MS });
  const log = join(basesFolder(), `debootstrap-${suite}.log`);
  writeFileSync(log, result.stdout + result.stderr);
  if (result.exitCode === 0) return;
  const last = (result.stdout + result.stderr).trim().split('\n').slice(-8).join('\n');
  throw new LabError('command-failed', `debootstrap of ${suite} failed; its log is ${log} and ends with:\n${last}`);
}

async function setUp(suite: Suite, tree: string): Promise<void> {
  const sources = machineSources(suite);
  if (sources) {
    rmSync(join(tree, 'etc/apt/sources.list'), { force: true });
    rmSync(join(tree, 'etc/apt/sources.list.d'), { recursive: true, force: true });
    mkdirSync(join(tree, 'etc/apt/sources.list.d'));
    writeFileSync(join(tree, 'etc/apt', sources.file), sources.text);
  }
  writeFileSync(join(tree, 'etc/apt/apt.conf.d/00machine'), await machineFetchSettings());
  await runOrThrow(['chroot', tree, 'systemctl', 'enable', 'systemd-networkd']);
  // Each host gets one of its own.
  writeFileSync(join(tree, 'etc/machine-id'), '');
}
