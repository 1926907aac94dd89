/** Everything the lab keeps lies below this folder: LAB_DIR, or /var/tmp/rolecall-lab. It must not lie on an overlay. */
export declare function labFolder(): string;
/** The base trees and package layers, shared by all labs. */
export declare function basesFolder(): string;
/** The folder that holds one folder for each lab, named by its number. */
export declare function labsFolder(): string;
/** One lab's folder: its record and its hosts. */
export declare function folderOfLab(number: number): string;
/** The file whose lock is held while labs are claimed, changed or swept. */
export declare function stateLock(): string;
