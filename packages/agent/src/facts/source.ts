import { readdirSync, readFileSync } from 'node:fs';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';

/** The size of a file system and what is free on it, bytes. */
export interface Room {
  readonly size: number;
  readonly free: number;
}

/** Where facts are read from: a host's tree, and the three things of a host that are no files. */
export interface FactSource {
  /** `/` on a host; a recorded tree in a test. */
  readonly root: string;
  /** Addresses by interface, as `os.networkInterfaces()` gives them. */
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
  /** The source address of the route to the controller, where a link knows it. */
  readonly address: string | undefined;
  /** Size and free bytes of the file system mounted at a path. */
  readonly room: (path: string) => Promise<Room>;
}

/** A path of the host, as a path of ours. */
export const at = (source: Pick<FactSource, 'root'>, path: string): string => join(source.root, path);

/** A whole file as text, without the newline at its end; throws where it cannot be read. */
export const readText = (source: Pick<FactSource, 'root'>, path: string): string =>
  readFileSync(at(source, path), 'utf8').trimEnd();

/** The same, `undefined` where it cannot be read: for files that not every host has. */
export function readTextIfAny(source: FactSource, path: string): string | undefined {
  try {
    return readText(source, path);
  } catch {
    return undefined;
  }
}

/** Names in a folder, sorted; none where there is no such folder. */
export function listIfAny(source: FactSource, path: string): readonly string[] {
  try {
    return readdirSync(at(source, path)).sort();
  } catch {
    return [];
  }
}

/** `KEY<separator>VALUE` lines as a map; the first of a repeated key wins. */
export function readPairs(text: string, separator: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const split = line.indexOf(separator);
    const key = line.slice(0, split).trim();
    if (split > 0 && !pairs.has(key)) pairs.set(key, line.slice(split + separator.length).trim());
  }
  return pairs;
}
