import type { HostName } from '@rolecall/protocol';
import { notMeasured } from './not-measured.ts';
import { type Check, type Found, factOf, hostsOf, isLookedAt, placeOf, type Subject } from './subject.ts';

/** Whether something keeps each clock, and how far it is from the others: "last write wins" is only as good as the clocks. */
export const checkClocks: Check = (subject) => {
  const spread = subject.site.wants?.clockSpreadMs;
  if (spread === undefined) return [];
  const usual = median([0, ...hostsOf(subject).flatMap(([host]) => aheadOf(subject, host)?.aheadMs ?? [])]);
  return [
    ...hostsOf(subject).flatMap(([host]) => [...notKept(subject, host), ...off(subject, host, usual, spread)]),
    ...notMeasured(
      'clock',
      hostsOf(subject)
        .filter(
          ([host, known]) => known?.facts != null && isLookedAt(subject, host) && aheadOf(subject, host) === undefined,
        )
        .map(([host]) => host),
      'run preflight again when they are linked',
    ),
  ];
};

function aheadOf({ measured }: Subject, host: HostName) {
  const clock = measured.hosts[host]?.clock;
  return clock === undefined || 'unknown' in clock ? undefined : clock;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function notKept(subject: Subject, host: HostName): Found[] {
  const time = factOf(subject.measured.hosts[host], 'time');
  if (time === undefined || time.synchronised) return [];
  return [
    {
      code: 'clock_not_kept',
      host,
      what: 'clock',
      measured: time.service === null ? 'no time service' : `${time.service} is not in step`,
      wanted: 'kept in step by a time service',
      todo: `start one on ${host}: timedatectl set-ntp true`,
      at: placeOf(subject, host),
    },
  ];
}

/** What the way of the question may have cost counts in the host's favour. */
function off(subject: Subject, host: HostName, usual: number, spread: number): Found[] {
  const clock = aheadOf(subject, host);
  if (clock === undefined) return [];
  const by = clock.aheadMs - usual;
  if (Math.abs(by) - clock.withinMs <= spread) return [];
  return [
    {
      code: 'clock_off',
      host,
      what: 'clock',
      measured: `${Math.round(Math.abs(by))} ms ${by > 0 ? 'ahead' : 'behind'}`,
      wanted: `within ${spread} ms of the others`,
      todo: `set it right on ${host}, and look at what keeps it: timedatectl`,
      at: placeOf(subject, host),
    },
  ];
}
