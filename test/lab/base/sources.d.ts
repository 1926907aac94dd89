import type { Suite } from './suite.ts';
/** Where apt gets packages of one release: a file of that format below /etc/apt, and the mirror debootstrap starts from. */
export interface PackageSources {
    readonly file: 'sources.list' | 'sources.list.d/debian.sources';
    readonly text: string;
    readonly mirror: string | undefined;
}
/**
 * The machine's own Debian sources, turned to the release asked for, so that a host reaches the mirrors this machine
 * reaches. Undefined when this machine is not Debian: debootstrap's own choice is used then.
 */
export declare function machineSources(suite: Suite): PackageSources | undefined;
/** The same sources for another release. */
export declare function turnSources(file: PackageSources['file'], text: string, codename: string, suite: Suite): PackageSources;
/** The machine's settings on how apt fetches (a proxy, say), as lines of an apt.conf. */
export declare function machineFetchSettings(): Promise<string>;
