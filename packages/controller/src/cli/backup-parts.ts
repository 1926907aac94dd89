import type { ArtifactRow } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

/** What tells one artifact from another, for people and for recipes. */
type Kept = Pick<ArtifactRow, 'sha256' | 'name' | 'version' | 'added'>;

/** A backup as a recipe is given it. */
export interface Backup {
  /** The checksum under which the controller keeps it. */
  readonly from: string;
  /** What else of the same use was kept with it, as `NAME=CHECKSUM` and in the order of their names: `part-1`, `part-2`. */
  readonly parts: Readonly<Record<string, string>>;
}

/** The backup that is called so: by its name (the newest), its name and version, or its checksum. @throws ControllerError `no_backup` */
export function backupParts(artifacts: readonly Kept[], use: string, called: string): Backup {
  const named = artifacts.filter(
    (one) => one.name === called || one.sha256 === called || `${one.name} ${one.version}` === called,
  );
  const newest = named.toSorted((one, other) => other.added - one.added)[0];
  if (newest === undefined) {
    throw new ControllerError('no_backup', `the controller keeps nothing that is called ${called}`, {
      hint: 'controller artifacts list shows what it has',
    });
  }
  const { sha256: from, version } = newest;
  const parts = artifacts
    .filter((one) => version !== null && one.version === version && one.sha256 !== from)
    .filter(({ name }) => name.startsWith(`${use}.`))
    .map(({ name, sha256 }) => `${name}=${sha256}`)
    .sort();
  return { from, parts: Object.fromEntries(parts.map((part, index) => [`part-${index + 1}`, part])) };
}
