import { LabError } from '../machine/error.ts';

/** A host name as in a DNS label: 1 to 63 of a-z, 0-9 and "-", a letter first and no "-" last. */
const HOST_NAME = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The most hosts one lab takes at a time: far more than two cores boot, and far less than a subnet holds. */
const MAX_HOSTS = 50;

/** Throws LabError `bad-name` for a name that cannot be a host's, or that stands there twice. */
export function checkNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!HOST_NAME.test(name)) {
      throw new LabError('bad-name', `"${name}" cannot name a host: use 1 to 63 of a-z, 0-9 and "-", a letter first.`);
    }
    if (names.indexOf(name) !== index) throw new LabError('bad-name', `The host "${name}" is named twice.`);
  }
  if (names.length > MAX_HOSTS) throw new LabError('bad-name', `A lab boots at most ${MAX_HOSTS} hosts at a time.`);
}

/** What `up` was asked for: a number means h1 to that number, anything else is names. */
export function namesFromArguments(words: readonly string[]): readonly string[] {
  const [only = ''] = words;
  if (words.length !== 1 || !/^\d+$/.test(only)) return words;
  const count = Number(only);
  if (count < 1 || count > MAX_HOSTS)
    throw new LabError('bad-name', `A lab boots 1 to ${MAX_HOSTS} hosts, not ${only}.`);
  return Array.from({ length: count }, (_unused, index) => `h${index + 1}`);
}
