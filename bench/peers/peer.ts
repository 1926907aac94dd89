import type { Lab, LabHost } from '../../test/lab/lab.ts';
import type { Workload } from './workload.ts';

/** A host that one peer is measured on, and nothing else ever runs on. */
export interface Target {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly load: Workload;
  readonly count: number;
  /** A folder of this machine for what the peer needs there; removed with the target. */
  readonly folder: string;
  /** A private key that root of the host accepts. */
  readonly key: string;
}

/** A peer that stands ready on its target: how its user brings the host to what is wanted, the same each time. */
export interface Ready {
  /** On this machine, or on the host itself for what applies locally. */
  readonly where: 'here' | 'host';
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Processes of this machine that serve the peer while it applies. */
  readonly servers?: readonly number[];
  remove?(): Promise<void>;
}

/** One tool that applies the workload. One file each. */
export interface Peer {
  readonly name: string;
  /** How it is set up, for the table. */
  readonly note: string;
  /** Debian packages that its hosts need; they lie downloaded there, and `prepare` installs them. */
  readonly hostPackages: readonly string[];
  /** Gets the tool from its packages. Answers its version; throws with the reason where it cannot be had. */
  fetch(): Promise<string>;
  prepare(target: Target): Promise<Ready>;
}
