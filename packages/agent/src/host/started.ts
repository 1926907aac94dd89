import { ResourceError } from '@rolecall/resources/error';
import { query } from './query.ts';

/** Whether a service runs, and since when. */
export type ServiceStart =
  | { readonly is: 'inactive' }
  /** The moment at which its start began: before it read any configuration. Microseconds of CLOCK_MONOTONIC. */
  | { readonly is: 'started'; readonly at: number };

/**
 * Asks systemd. The start counts from its beginning (`InactiveExit`), not from when the service was ready (`ActiveEnter`): one that was
 * starting while a file was written may have read the old one.
 */
export async function startOf(service: string): Promise<ServiceStart> {
  const argv = ['systemctl', 'show', '--property=ActiveState,InactiveExitTimestampMonotonic', '--', service];
  const { exitCode, stdout, stderr } = await query(argv);
  const at = Number(/^InactiveExitTimestampMonotonic=(\d+)$/m.exec(stdout)?.[1]);
  const state = /^ActiveState=(.+)$/m.exec(stdout)?.[1];
  if (exitCode !== 0 || state === undefined || !Number.isFinite(at)) {
    throw new ResourceError('systemd_failed', `systemd does not say since when ${service} runs`, {
      command: argv.join(' '),
      lastLines: stderr.trim().split('\n').slice(-5),
    });
  }
  return state === 'inactive' || state === 'failed' ? { is: 'inactive' } : { is: 'started', at };
}
