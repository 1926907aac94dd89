/** How many streams of content there are at once. */
export interface TurnBounds {
  /** In all: more would only share the same line, and hold memory each. */
  readonly most: number;
  /** For one host, so that none can take all. */
  readonly mostEach: number;
  /** A stream that others wait for gives its place back after so long, in milliseconds. */
  readonly turnMs: number;
  /** An agent that has none after so long, in milliseconds, is told to come back: before it takes it for silence. */
  readonly waitMs: number;
}

export const DEFAULT_TURNS: TurnBounds = { most: 64, mostEach: 4, turnMs: 300_000, waitMs: 20_000 };

/** A place among the streams. */
export interface Turn {
  /** Ends when the time is over and somebody waits. */
  readonly over: AbortSignal;
  end(): void;
}

interface Waiting {
  readonly whose: string;
  readonly begin: (turn: Turn) => void;
}

interface Running {
  readonly since: number;
  readonly over: AbortController;
  timer: NodeJS.Timeout | undefined;
}

/** Gives places to streams, first come first served. */
export class Turns {
  readonly #bounds: TurnBounds;
  readonly #running = new Set<Running>();
  readonly #each = new Map<string, number>();
  readonly #waiting = new Set<Waiting>();

  constructor(bounds: TurnBounds = DEFAULT_TURNS) {
    this.#bounds = bounds;
  }

  get waitMs(): number {
    return this.#bounds.waitMs;
  }

  /** Resolves with a place, or with nothing where there was none before `signal` ended. */
  take(whose: string, signal: AbortSignal): Promise<Turn | undefined> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const leave = () => {
        this.#waiting.delete(waiting);
        resolve(undefined);
      };
      const waiting: Waiting = {
        whose,
        begin: (turn) => {
          signal.removeEventListener('abort', leave);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(waiting);
      this.#next();
    });
  }

  #next(): void {
    for (const waiting of this.#waiting) {
      if (this.#running.size >= this.#bounds.most) break;
      if ((this.#each.get(waiting.whose) ?? 0) >= this.#bounds.mostEach) continue;
      this.#waiting.delete(waiting);
      waiting.begin(this.#start(waiting.whose));
    }
    if (this.#waiting.size > 0) this.#setTimers();
  }

  #start(whose: string): Turn {
    const running: Running = { since: performance.now(), over: new AbortController(), timer: undefined };
    this.#running.add(running);
    this.#each.set(whose, (this.#each.get(whose) ?? 0) + 1);
    const end = () => {
      if (!this.#running.delete(running)) return;
      clearTimeout(running.timer);
      const left = (this.#each.get(whose) ?? 1) - 1;
      if (left > 0) this.#each.set(whose, left);
      else this.#each.delete(whose);
      this.#next();
    };
    return { over: running.over.signal, end };
  }

  /** Somebody waits: whoever has had his time ends, the others when they have. */
  #setTimers(): void {
    for (const running of this.#running) {
      const left = Math.max(0, this.#bounds.turnMs - (performance.now() - running.since));
      running.timer ??= setTimeout(() => {
        running.timer = undefined;
        if (this.#waiting.size > 0) running.over.abort();
      }, left).unref();
    }
  }
}
