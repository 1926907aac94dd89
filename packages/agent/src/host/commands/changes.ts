import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The kernel tells when a folder changes; it is looked at anyway this often, should the kernel have had too much to tell. */
const LOOK_MS = 250;
/** Pieces of output are gathered for this long, so that a program that prints byte by byte does not cost a frame each. */
const GATHER_MS = 15;

/** Tells when something happened in a folder. */
export class Changes implements Disposable {
  readonly #watcher: FSWatcher | undefined;
  #isChanged = false;
  #tell: () => void = () => {};

  constructor(folder: string) {
    this.#watcher = watchIfPossible(folder, () => {
      this.#isChanged = true;
      this.#tell();
    });
  }

  /** Resolves after the next change, or one since the last time, or after a while. */
  async next(): Promise<void> {
    if (!this.#isChanged) await this.#wait();
    await sleep(GATHER_MS);
    this.#isChanged = false;
  }

  async #wait(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#tell = resolve;
      timer = setTimeout(resolve, LOOK_MS);
    });
    clearTimeout(timer);
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }
}

/** A user may watch only so many folders; without a watch, looking every now and then is enough. */
function watchIfPossible(folder: string, tell: () => void): FSWatcher | undefined {
  try {
    return watch(folder, tell).on('error', () => {});
  } catch {
    return undefined;
  }
}
