import type { Needs, SiteMode } from '@rolecall/protocol';
import { bytesOf, type Size } from './size.ts';

/** A port that a role listens on: looked at before the first apply, whether it is free and whether those who need it get through. */
export interface PortInput {
  readonly name: string;
  readonly port: number;
  /** The parameter that holds another number, as a path: `'sentinel.port'`. */
  readonly param?: string;
  /** It is listened on only where that parameter is given. */
  readonly optional?: boolean;
  /** `tcp` where left out. */
  readonly transport?: 'tcp' | 'udp';
  /** The systemd unit that has it once the role is up; one whose name holds the role's where left out. */
  readonly unit?: string;
  /** Roles whose hosts must reach it; `'members'` are the role's own. Nobody where left out. */
  readonly from?: readonly string[];
}

/** A port of another role that this role's hosts must reach: by its name there, or its number. */
export interface ReachInput {
  readonly role: string;
  readonly port: string | number;
  readonly transport?: 'tcp' | 'udp';
}

/** Where a role keeps its data. */
export interface DiskInput {
  readonly path: string;
  readonly size: Size;
  /** It must be a file system of its own, not a part of the one at `/`. */
  readonly own?: boolean;
  /** Kinds of file systems that will do, such as `xfs`. */
  readonly filesystems?: readonly string[];
  /** No rotating disk. */
  readonly solid?: boolean;
}

/** What a host must have before anything on it is touched. */
export interface NeedsInput {
  readonly cpus?: number;
  readonly memory?: Size;
  /** So many times a parameter's bytes must fit into memory: `{ param: 'heap', times: 2 }`. */
  readonly memoryFor?: { readonly param: string; readonly times: number };
  readonly disk?: DiskInput;
  /** Releases that the role is known to work on, such as `'ubuntu 24.04'`. */
  readonly os?: readonly string[];
  readonly swap?: 'off';
  /** The only mode of a site that the role is for: `'demo'` for what holds no data worth keeping. */
  readonly mode?: SiteMode;
  readonly listens?: readonly PortInput[];
  readonly reaches?: readonly ReachInput[];
}

const diskOf = ({ path, size, own, filesystems, solid }: DiskInput): Needs['disk'] => ({
  path,
  size: bytesOf(size),
  ...(own === undefined ? {} : { own }),
  ...(filesystems === undefined ? {} : { filesystems: [...filesystems] }),
  ...(solid === undefined ? {} : { solid }),
});

/** Needs as data, with sizes in bytes. */
export const needsOf = ({ memory, disk, os, listens, reaches, ...others }: NeedsInput): Needs => ({
  ...others,
  ...(memory === undefined ? {} : { memory: bytesOf(memory) }),
  ...(disk === undefined ? {} : { disk: diskOf(disk) }),
  ...(os === undefined ? {} : { os: [...os] }),
  ...(listens === undefined
    ? {}
    : { listens: listens.map((one) => ({ transport: 'tcp', ...one, from: [...(one.from ?? [])] })) }),
  ...(reaches === undefined ? {} : { reaches: reaches.map((one) => ({ transport: 'tcp', ...one })) }),
});
