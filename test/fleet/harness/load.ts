import { connect } from 'node:net';

/** A client of any store that can be written and read. */
export interface KeyValue {
  put(key: string, value: string): Promise<void>;
  get(key: string): Promise<string | undefined>;
}

/** What a client that wrote and read all the time met. */
export interface Met {
  /** Keys whose write was acknowledged. */
  readonly acknowledged: number;
  /** Writes and reads that no member answered in time, and reads of something else than was written. */
  readonly failed: readonly string[];
}

/** Writes and reads one key after the other until it is told to stop, or let go of; with a pause in milliseconds between them. */
export function writeAndRead(
  client: KeyValue,
  prefix: string,
  pauseMs = 10,
): Disposable & { readonly stop: () => Promise<Met> } {
  let stopped = false;
  const failed: string[] = [];
  let acknowledged = 0;
  const one = async (key: string): Promise<void> => {
    await client.put(key, key);
    acknowledged += 1;
    const found = await client.get(key);
    if (found !== key) failed.push(`${key} reads as ${found}`);
  };
  const going = (async () => {
    for (let i = 0; !stopped; i++) {
      const key = `${prefix}${String(i).padStart(6, '0')}`;
      await one(key).catch((error: unknown) => failed.push(`${key}: ${String(error)}`));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await going;
      return { acknowledged, failed };
    },
    [Symbol.dispose]: () => {
      stopped = true;
    },
  };
}

/** Which of several servers are down, looked at all the time. */
export interface Samples {
  /** Those that were down when it was looked last. */
  now(): readonly string[];
  /** Those that were down at all, in the order in which they first were. */
  soFar(): readonly string[];
  /** Ends it; answers how many were down at once at most, and who was down at all. */
  stop(): Promise<{ readonly most: number; readonly who: ReadonlySet<string> }>;
}

/** How long between two looks, in milliseconds: a restart of etcd takes a third of a second. */
const PAUSE_MS = 50;

/**
 * A server counts as down where its host refuses the connection, since nothing listens, or is not there at all. A slow answer is none. Each is
 * looked at by itself: it takes seconds to find out that a host is gone.
 */
export function sampleDown(servers: ReadonlyMap<string, { readonly host: string; readonly port: number }>): Samples {
  let stopped = false;
  const down = new Set<string>();
  let most = 0;
  const who = new Set<string>();
  const look = async (name: string, at: { readonly host: string; readonly port: number }): Promise<void> => {
    while (!stopped) {
      const is = await isDown(at);
      if (is === true) down.add(name);
      else if (is === false) down.delete(name);
      most = Math.max(most, down.size);
      for (const one of down) who.add(one);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const going = Promise.all([...servers].map(([name, at]) => look(name, at)));
  return {
    now: () => [...down],
    soFar: () => [...who],
    stop: async () => {
      stopped = true;
      await going;
      return { most, who };
    },
  };
}

const DOWN = ['ECONNREFUSED', 'EHOSTUNREACH'];

/** Nothing where that cannot be told. */
const isDown = (at: { readonly host: string; readonly port: number }): Promise<boolean | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ ...at, timeout: 5_000 });
    socket.on('connect', () => {
      resolve(false);
      socket.destroy();
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(DOWN.includes(error.code ?? '') ? true : undefined));
    socket.on('close', () => resolve(undefined));
  });
