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
export declare function hostsFolder(lab: number): string;
export declare function filesOf(host: Pick<HostPlace, 'lab' | 'name'>): HostFiles;
export declare function addressOfHost(host: HostPlace): string;
