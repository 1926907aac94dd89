/** One mounted file system of this machine. */
export interface Mount {
    readonly at: string;
    readonly type: string;
}
/** All mounts this process sees (proc(5): the mount point is field 5, the type stands after " - "). */
export declare function mounts(): readonly Mount[];
/** Whether a file system is mounted exactly there. */
export declare function isMounted(at: string): boolean;
/** Mounts an overlay of read-only layers (uppermost first) with what is written kept in `upper`. */
export declare function mountOverlay(paths: {
    readonly layers: readonly string[];
    readonly upper: string;
    readonly work: string;
    readonly at: string;
}): Promise<void>;
/** Unmounts all that is mounted at or below the folder; lazily when a dying process still holds a file there. */
export declare function unmountBelow(folder: string): Promise<void>;
/** Removes a folder with all that is mounted below it, but never deletes through a mount: those files are not the lab's. */
export declare function removeFolder(folder: string): Promise<void>;
