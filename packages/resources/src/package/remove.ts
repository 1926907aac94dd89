import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import { commandFailed, succeeded } from '../host/checked.ts';
import { completeInterrupted, runWithLock, transaction } from './apt.ts';

/**
 * Removes a package; its configuration and data stay, as apt leaves them. What is on hold is taken off it only where `unhold` says so; what
 * others hold, apt refuses. Where apt would take other packages along, nothing is done.
 */
export async function remove(host: Host, name: string, unhold: boolean): Promise<void> {
  const what = `Removing ${name} failed`;
  await completeInterrupted(host, what);
  const along = (await goingWith(host, [name])).filter((other) => other !== name);
  if (along.length > 0) {
    throw new ResourceError('package_needed', `${name} is not removed: ${shown(along)} would go with it.`, {
      hint: `Remove that first where it is not wanted either, or declare ${name} with remove: 'keep'.`,
    });
  }
  const held = unhold ? ['--allow-change-held-packages'] : [];
  const command = transaction(['apt-get', 'remove', '-y', '-q', '-o', 'DPkg::Lock::Timeout=0', ...held, name]);
  const completed = await runWithLock(host, what, command);
  if (!succeeded(completed)) throw commandFailed(what, command.argv, completed);
}

/** Of each of these that are to go together: what needs it, and would not go. */
export async function neededBy(host: Host, names: readonly string[]): Promise<readonly (string | undefined)[]> {
  const going = new Set(names);
  const stays = (others: readonly string[]) => others.filter((other) => !going.has(other));
  if (stays(await goingWith(host, names)).length === 0) return names.map(() => undefined);
  const reasons: (string | undefined)[] = [];
  for (const name of names) {
    const others = stays(await goingWith(host, [name]));
    reasons.push(others.length === 0 ? undefined : `${shown(others)} would go with it`);
  }
  return reasons;
}

/** All that apt would remove with these, themselves included. What it does not know, it does not remove. */
async function goingWith(host: Host, names: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await host.query(['apt-get', '--simulate', '--allow-change-held-packages', 'remove', ...names]);
  return [...stdout.matchAll(/^Remv (\S+)/gm)].map(([, name = '']) => name);
}

const shown = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
