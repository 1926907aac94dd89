import { connect } from 'node:net';
import type { EtcdClient } from './etcd-client.ts';

/** What a client that wrote and read all the time met. */
export interface Met {
  /** Keys whose write was acknowledged. */
  readonly acknowledged: number;
  /** Writes and reads that no member answered in time, and reads of something else than was written. */
  readonly failed: readonly string[];
}

/** Writes and reads one key after the other until it is told to stop. */
export function writeAndRead(client: EtcdClient, prefix: string): { readonly stop: () => Promise<Met> } {
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
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await going;
      return { acknowledged, failed };
    },
  };
}

/** Which of several servers are down, looked at all the time. */
export interface Samples {
  /** Those that were down when it was looked last. */
  now(): readonly string[];
  /** Ends it; answers how many were down at once at most, and who was down at all. */
  stop(): Promise<{ readonly most: number; readonly who: ReadonlySet<string> }>;
}

/** How long between two looks, in milliseconds: a restart of etcd takes a third of a second. */
const PAUSE_MS = 50;

/** A server counts as down where its host refuses the connection: nothing listens. A slow answer is none. */
export function sampleDown(servers: ReadonlyMap<string, { readonly host: string; readonly port: number }>): Samples {
  let stopped = false;
  let now: readonly string[] = [];
  let most = 0;
  const who = new Set<string>();
  const going = (async () => {
    while (!stopped) {
      const looks = await Promise.all([...servers].map(async ([name, at]) => ((await refuses(at)) ? [name] : [])));
      now = looks.flat();
      most = Math.max(most, now.length);
      for (const name of now) who.add(name);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  return {
    now: () => now,
    stop: async () => {
      stopped = true;
      await going;
      return { most, who };
    },
  };
}

const refuses = (at: { readonly host: string; readonly port: number }): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ ...at, timeout: 1_000 });
    socket.on('connect', () => socket.destroy());
    socket.on('timeout', () => socket.destroy());
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
    socket.on('close', () => resolve(false));
  });
