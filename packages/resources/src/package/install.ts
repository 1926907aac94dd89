import { ResourceError } from '../contract/error.ts';
import type { Completed, Host } from '../contract/host.ts';
import { commandFailed, lastLines, succeeded } from '../host/checked.ts';
import { completeInterrupted, runWithLock, transaction, updateLists } from './apt.ts';

/**
 * A program that answers every question of `invoke-rc.d` with 101, "not allowed" (Debian's policy-rc.d interface). The agent
 * puts it there; while a package is installed that must not start its services, it is mounted over `/usr/sbin/policy-rc.d`.
 */
export const POLICY_RC_D = '/opt/rolecall/libexec/policy-rc.d';

const INSTALL: readonly string[] = [
  'apt-get',
  'install',
  '-y',
  '-q',
  '--no-install-recommends',
  '-o',
  'Dpkg::Options::=--force-confdef',
  '-o',
  'Dpkg::Options::=--force-confold',
  '-o',
  'DPkg::Lock::Timeout=0',
];

export interface Wanted {
  readonly name: string;
  readonly version?: string | undefined;
}

/** apt's words for: not in the lists, or in them but no longer on the server. */
const NOT_FOUND =
  /Unable to locate package (\S+)|Package '?(\S+?)'? has no installation candidate|Version '\S+' for '(\S+)' was not found/;
const STALE = /Failed to fetch|404 +Not Found/;
const VIRTUAL = /Note, selecting '(\S+)' instead of '(\S+)'|Package '(\S+)' has no installation candidate/;

const text = ({ stdout, stderr }: Completed): string => `${stdout}\n${stderr}`;

/** The package at whose scripts or files dpkg stopped. */
const BROKEN = /error processing (?:package|archive) (?:\S*\/)?([a-z0-9][a-z0-9.+-]+)/;

const named = (wanted: readonly Wanted[], name: string | undefined): readonly Wanted[] | undefined => {
  const some = wanted.filter((each) => each.name.split(':')[0] === name?.split(':')[0]);
  return some.length === 0 ? undefined : some;
};

function failure(
  what: string,
  argv: readonly string[],
  wanted: readonly Wanted[],
  completed: Completed,
): ResourceError {
  const [, ...names] = NOT_FOUND.exec(text(completed)) ?? [];
  const missing = names.find((name) => name !== undefined)?.replace(/[.,]$/, '');
  if (missing === undefined) {
    const held = /--allow-change-held-packages/.test(text(completed));
    const hint = held
      ? 'A package is on hold; declare `hold` for it, or run "apt-mark unhold" on the host.'
      : undefined;
    return commandFailed(what, argv, completed, hint, named(wanted, BROKEN.exec(text(completed))?.[1]));
  }
  return new ResourceError('package_not_found', `${what}: apt knows no such package or version: ${missing}.`, {
    command: argv.join(' '),
    lastLines: lastLines(completed),
    concerns: named(wanted, missing),
    hint: 'The lists were just refreshed with "apt-get update". Check the name, the version and the sources in /etc/apt.',
  });
}

/** A name that only others provide would never show as installed. */
function refuseVirtual(what: string, argv: readonly string[], wanted: readonly Wanted[], completed: Completed): void {
  const [, real, asked, alone] = VIRTUAL.exec(text(completed)) ?? [];
  const name = asked ?? alone;
  const isKnown = asked !== undefined || text(completed).includes(`Package ${name} is a virtual package`);
  if (!isKnown || !wanted.some((each) => each.name === name)) return;
  throw new ResourceError('package_virtual', `${what}: ${name} is a virtual package.`, {
    command: argv.join(' '),
    lastLines: lastLines(completed),
    concerns: named(wanted, name),
    hint: `Name the package that provides it${real === undefined ? '' : `, such as ${real}`}.`,
  });
}

/** Installs packages in one transaction; `quiet` ones do not start their services. */
export async function install(host: Host, wanted: readonly Wanted[], quiet: boolean): Promise<void> {
  const what = `Installing ${wanted.map(({ name }) => name).join(', ')} failed`;
  const words = wanted.map(({ name, version }) => (version === undefined ? name : `${name}=${version}`));
  const exact = wanted.some(({ version }) => version !== undefined) ? ['--allow-downgrades'] : [];
  const command = transaction(
    [...INSTALL, ...exact, ...words],
    quiet ? { '/usr/sbin/policy-rc.d': POLICY_RC_D } : undefined,
  );
  await completeInterrupted(host, what);
  let completed = await runWithLock(host, what, command);
  if (!succeeded(completed) && (NOT_FOUND.test(text(completed)) || STALE.test(text(completed)))) {
    refuseVirtual(what, command.argv, wanted, completed);
    await updateLists(host, what);
    completed = await runWithLock(host, what, command);
  }
  refuseVirtual(what, command.argv, wanted, completed);
  if (!succeeded(completed)) throw failure(what, command.argv, wanted, completed);
}
