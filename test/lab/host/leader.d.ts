import { type ProcessIdentity } from '../machine/process.ts';
import { type HostPlace } from './place.ts';
/** The host's first process, as this machine numbers it: what has it entered is inside the host. */
export declare function leaderOf(host: HostPlace): ProcessIdentity | undefined;
/** The leader of a running host; LabError `not-running` otherwise. */
export declare function requireLeader(host: HostPlace): ProcessIdentity;
export declare function saveLeader(host: HostPlace, leader: ProcessIdentity): void;
export declare function forgetLeader(host: HostPlace): void;
/**
 * The child of systemd-nspawn that is process 1 of a pid namespace. Before it, nspawn has another child for a moment,
 * which only prepares the host's mounts.
 */
export declare function findLeader(nspawn: number): ProcessIdentity | undefined;
