import { join } from 'node:path';

/** Everything the lab keeps lies below this folder: LAB_DIR, or /var/tmp/rolecall-lab. It must not lie on an overlay. */
export function labFolder(): string {
  return process.env.LAB_DIR || '/var/tmp/rolecall-lab';
}

/** The base trees and package layers, shared by all labs. */
export function basesFolder(): string {
  return join(labFolder(), 'bases');
}

/** The folder that holds one folder for each lab, named by its number. */
export function labsFolder(): string {
  return join(labFolder(), 'labs');
}

/** One lab's folder: its record and its hosts. */
export function folderOfLab(number: number): string {
  return join(labsFolder(), String(number));
}

/** The file whose lock is held while labs are claimed, changed or swept. */
export function stateLock(): string {
  return join(labFolder(), 'state.lock');
}
