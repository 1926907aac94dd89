import { execWords } from '../host/exec-words.ts';
import type { TimerParams } from './resource.ts';

/** Locks are root's alone, so that no user can hold a job up. */
const LOCKS = '/run/rolecall-mutex';
/** EX_TEMPFAIL: the mutex was not free in time. */
const BUSY = '75';

const seconds = (ms: number): string => String(Math.ceil(ms / 1000));

/** With a mutex, the lock is taken as root and the program is run as its user; `--close` keeps the lock from what it leaves behind. */
function startOf({ argv, user, mutex, mutexWaitMs }: TimerParams): readonly string[] {
  if (mutex === undefined) return [`ExecStart=${execWords(argv)}`];
  const lock = ['/usr/bin/flock', '--close', '--timeout', seconds(mutexWaitMs), '--conflict-exit-code', BUSY];
  const asUser = user === undefined ? [] : ['runuser', '-u', user, '--'];
  const words = [...lock, `${LOCKS}/${mutex}`, ...asUser, ...argv];
  return [`ExecStartPre=+/bin/mkdir -p -m 0700 ${LOCKS}`, `ExecStart=+${execWords(words)}`];
}

/** The text of `NAME.service`. */
export function serviceText(params: TimerParams): string {
  const { name, user, directory, environmentFile, timeoutMs } = params;
  const option = (key: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${key}=${value.replaceAll('%', '%%')}`];
  return [
    '# Written by Rolecall.',
    '[Unit]',
    `Description=Job ${name}`,
    '',
    '[Service]',
    'Type=oneshot',
    ...startOf(params),
    ...option('User', user),
    ...option('WorkingDirectory', directory),
    ...option('EnvironmentFile', environmentFile),
    `TimeoutStartSec=${seconds(timeoutMs)}`,
    '',
  ].join('\n');
}

/** The text of `NAME.timer`. */
export const timerText = ({ name, calendar, spreadMs, catchUp }: TimerParams): string =>
  [
    '# Written by Rolecall.',
    '[Unit]',
    `Description=Times of the job ${name}`,
    '',
    '[Timer]',
    `OnCalendar=${calendar}`,
    ...(spreadMs === 0 ? [] : [`RandomizedDelaySec=${seconds(spreadMs)}`, 'FixedRandomDelay=yes']),
    'AccuracySec=1s',
    ...(catchUp ? ['Persistent=yes'] : []),
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n');
