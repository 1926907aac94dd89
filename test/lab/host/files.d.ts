import type { CommandOptions } from '../machine/command.ts';
import type { HostPlace } from './place.ts';
/** A file's text. All paths are the host's, also through its links and mounts. */
export declare function readFileInside(host: HostPlace, path: string): Promise<string>;
/** Writes a file with its folders; `mode` is octal, as for chmod. */
export declare function writeFileInside(host: HostPlace, path: string, content: CommandOptions['input'], mode?: string): Promise<void>;
/** Copies a file, or the content of a folder, of this machine to that very path of the host; root owns the copy. */
export declare function copyInside(host: HostPlace, localPath: string, remotePath: string): Promise<void>;
