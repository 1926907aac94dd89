import type { HostName, MeasuredHost } from '@rolecall/protocol';
import { type Check, type Found, factOf, hostsOf, placeOf, type Subject } from './subject.ts';

/** RFC 1123 names in lower case: Kubernetes takes no others, and certificates compare them so. */
const USABLE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** Whether each host is there at all, and no other by another name: clones of one machine keep its name and its id. */
export const checkHosts: Check = (subject) => [
  ...hostsOf(subject).flatMap(([host, known]) => there(subject, host, known)),
  ...(subject.site.wants?.mode === undefined ? [] : identities(subject)),
];

function there(subject: Subject, host: HostName, known: MeasuredHost | undefined): Found[] {
  const common = { host, severity: 'warning' as const, what: 'agent', wanted: 'linked', at: placeOf(subject, host) };
  if (known?.enrolled !== true)
    return [{ ...common, code: 'not_enrolled', measured: 'never enrolled', todo: `controller enroll --host ${host}` }];
  if (known.linked) return [];
  const measured = known.facts === null ? 'never heard of' : 'away: its last facts count';
  return [{ ...common, code: 'away', measured, todo: `look at its agent: journalctl -u rolecall-agent` }];
}

function identities(subject: Subject): Found[] {
  const named = new Map<string, HostName>();
  const machines = new Map<string, HostName>();
  return hostsOf(subject).flatMap(([host, known]): Found[] => {
    const name = factOf(known, 'hostname');
    const machine = factOf(known, 'os')?.machineId;
    return [
      ...(name === undefined
        ? []
        : [...unusable(subject, host, name), ...twice(subject, host, named, name, 'name_twice')]),
      ...(machine === undefined || machine === '' ? [] : twice(subject, host, machines, machine, 'machine_twice')),
    ];
  });
}

function unusable(subject: Subject, host: HostName, name: string): Found[] {
  if (USABLE.test(name)) return [];
  return [
    {
      code: 'name_unusable',
      host,
      what: 'host name',
      measured: name,
      wanted: 'small letters, digits and "-"',
      todo: `rename it on the machine: hostnamectl hostname ${host}`,
      at: placeOf(subject, host),
    },
  ];
}

function twice(
  subject: Subject,
  host: HostName,
  seen: Map<string, HostName>,
  value: string,
  code: 'name_twice' | 'machine_twice',
): Found[] {
  const other = seen.get(value);
  seen.set(value, other ?? host);
  if (other === undefined) return [];
  const isName = code === 'name_twice';
  return [
    {
      code,
      host,
      what: isName ? 'host name' : 'machine id',
      measured: `${value}, as ${other}`,
      wanted: `another ${isName ? 'name' : 'id'} for each host`,
      todo: isName
        ? `rename it on the machine: hostnamectl hostname ${host}`
        : `it is a clone: on ${host} empty /etc/machine-id, run systemd-machine-id-setup, and start it again`,
      at: placeOf(subject, host),
    },
  ];
}
