import { diskHosts } from '../host/disk.ts';
import type { HostPlace } from '../host/place.ts';
import { LabError } from '../machine/error.ts';
import { labRecords } from '../state/record.ts';

/** Every host of every lab, those made by hand first. */
export function allHosts(): readonly HostPlace[] {
  const records = labRecords();
  const byHand = records.filter((record) => record.owner.kind === 'hand');
  return [...byHand, ...records.filter((record) => !byHand.includes(record))].flatMap(({ number }) =>
    diskHosts(number),
  );
}

/**
 * The host a word on the command line means: `NAME`, or `LAB/NAME` when several labs have one of that name. A host made
 * by hand wins over one of that name in a test's lab.
 */
export function selectHost(word: string, hosts: readonly HostPlace[] = allHosts()): HostPlace {
  const found = hosts.find((host) => host.name === word || `${host.lab}/${host.name}` === word);
  if (found) return found;
  throw new LabError('unknown-host', `No lab has a host "${word}": "npm run lab -- list" shows them all.`);
}

/** The hosts several words mean; LabError `bad-usage` when there is no word. */
export function selectHosts(words: readonly string[]): readonly HostPlace[] {
  if (words.length === 0) throw new LabError('bad-usage', 'Name at least one host.');
  return words.map((word) => selectHost(word));
}
