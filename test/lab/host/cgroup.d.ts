import type { HostPlace } from './place.ts';
/**
 * A host has a control group of its own, at the root of the unified tree, wherever the caller's process is: in one shared
 * tree, stopping a unit on one host would leave its children on another. It also holds every process of the host, so it
 * is what kills them all at once. On hybrid machines the unified tree is not at /sys/fs/cgroup.
 */
export declare function cgroupOf(host: HostPlace): string;
/** Makes the host's control group and answers the file a process writes its pid to, to join it. */
export declare function makeCgroup(host: HostPlace): string;
/** Whether any process of the host, its supervisor included, lives. */
export declare function isPopulated(host: HostPlace): boolean;
/** Kills every process of the host in one step of the kernel and waits until they are gone. */
export declare function killCgroup(host: HostPlace): Promise<void>;
/** Removes the host's control group with the groups its systemd made. All its processes must be gone. */
export declare function removeCgroup(host: HostPlace): Promise<void>;
