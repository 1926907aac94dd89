import { execFile } from 'node:child_process';
import type { Log } from '../log.ts';

/**
 * Tells systemd that the event loop turns, where the unit has `WatchdogSec=` and `NotifyAccess=all`; a loop that is stuck tells nothing and is
 * started again. Node has no datagram sockets of this family, so systemd's own program does it, three times a period: some milliseconds
 * of a core in minutes.
 */
export function keepWatchdogQuiet(log: Log): void {
  // Thrice a period, in whole milliseconds: `timeout` takes no fractions.
  const everyMs = Math.floor(Number(process.env.WATCHDOG_USEC ?? 0) / 3000);
  if (!(everyMs > 0) || process.env.NOTIFY_SOCKET === undefined) return;
  const tell = () =>
    execFile('systemd-notify', ['WATCHDOG=1'], { timeout: everyMs }, (error) => {
      if (error !== null) log('warning', `systemd could not be told that the agent is alive: ${error.message}`);
    });
  tell();
  setInterval(tell, everyMs).unref();
}
