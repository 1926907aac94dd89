import { type HostPlace } from './place.ts';
/** The hosts a lab has on disk, running or not, in the order of their names. */
export declare function diskHosts(lab: number): readonly HostPlace[];
/** Makes a new host's disk: an empty layer with its name, its address and the way out. Its name must be free. */
export declare function createDisk(lab: number, name: string, layers: readonly string[]): HostPlace;
/** Mounts the host's disk over the layers, unless it is mounted. */
export declare function mountDisk(host: HostPlace): Promise<void>;
