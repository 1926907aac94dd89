import { join } from 'node:path';
import { addressOf } from '../network/subnet.ts';
import { folderOfLab } from '../state/folder.ts';

/**
 * Which host: its lab, its name there, and the last byte of its address. `layers` are the folders of the read-only
 * layers below its disk, uppermost first.
 */
export interface HostPlace {
  readonly lab: number;
  readonly name: string;
  readonly octet: number;
  readonly layers: readonly string[];
}

/** The files of one host. `upper` is its disk: what it wrote over the read-only layers. */
export interface HostFiles {
  readonly folder: string;
  readonly place: string;
  readonly leader: string;
  readonly console: string;
  readonly upper: string;
  readonly work: string;
  readonly root: string;
  readonly storage: string;
}

/** The folder with one folder for each host of a lab. */
export function hostsFolder(lab: number): string {
  return join(folderOfLab(lab), 'hosts');
}

export function filesOf(host: Pick<HostPlace, 'lab' | 'name'>): HostFiles {
  const folder = join(hostsFolder(host.lab), host.name);
  const within = (name: string): string => join(folder, name);
  return {
    folder,
    place: within('host.json'),
    leader: within('leader.json'),
    console: within('console.log'),
    upper: within('upper'),
    work: within('work'),
    root: within('root'),
    storage: within('storage'),
  };
}

export function addressOfHost(host: HostPlace): string {
  return addressOf(host.lab, host.octet);
}
