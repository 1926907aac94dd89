import { arch } from 'node:process';
import type { Facts } from '@rolecall/protocol';
import { type FactSource, readPairs, readText, readTextIfAny } from './source.ts';

/** Debian's names of the two architectures that the agent exists for. */
const DEBIAN_NAMES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Distribution, release and machine id. `architecture` is Debian's name: `amd64`, `arm64`. */
export function readOs(source: FactSource): Facts['os'] {
  const release = readPairs(readText(source, '/etc/os-release'), '=');
  const said = (key: string): string | undefined => release.get(key)?.replace(/^"(.*)"$/, '$1');
  return {
    id: said('ID') ?? 'linux',
    name: said('PRETTY_NAME') ?? said('NAME') ?? 'Linux',
    // Debian's testing and unstable state no VERSION_ID; their debian_version is "trixie/sid" or so.
    version: said('VERSION_ID') ?? readTextIfAny(source, '/etc/debian_version') ?? 'rolling',
    codename: said('VERSION_CODENAME') ?? '',
    architecture: DEBIAN_NAMES[arch] ?? arch,
    machineId: readText(source, '/etc/machine-id'),
  };
}
