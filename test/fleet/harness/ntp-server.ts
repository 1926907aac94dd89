import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/** A server of time whose clock is wrong by as much as a test wants. */
export interface NtpServer extends Disposable {
  readonly port: number;
  /** Milliseconds that it is ahead from now on. */
  set ahead(milliseconds: number);
}

const ENTRY = join(import.meta.dirname, '../ntp-server.entry.ts');

/** In a process of its own that goes before others: one that answers late because a test keeps it busy tells a wrong time. */
export async function ntpServer(address: string): Promise<NtpServer> {
  const server = fork(ENTRY, [address], { execArgv: [], env: {} });
  if (server.pid !== undefined) setPriority(server.pid, -10);
  const [port] = (await once(server, 'message')) as [number];
  return {
    port,
    set ahead(milliseconds: number) {
      server.send(milliseconds);
    },
    [Symbol.dispose]: () => void server.kill(),
  };
}
