import type { HostName } from '@rolecall/protocol';
import { bytes } from '@rolecall/roles';
import { showBytes } from './amounts.ts';
import { type Check, type Found, factOf, hostsOf, placeOf, type Subject, usesOn } from './subject.ts';
import { valueAt } from './value-at.ts';
import { partsOf, wantedSize } from './wanted-size.ts';

/** Processors and memory of each host, against what is put on it: memory adds up, processors are shared. */
export const checkSizes: Check = (subject) =>
  hostsOf(subject).flatMap(([host, known]) => {
    const cpus = factOf(known, 'cpu')?.count;
    const memory = factOf(known, 'mem')?.total;
    return [
      ...(cpus === undefined ? [] : fewCpus(subject, host, cpus)),
      ...(memory === undefined ? [] : [...littleMemory(subject, host, memory), ...tooLarge(subject, host, memory)]),
    ];
  });

function fewCpus(subject: Subject, host: HostName, has: number): Found[] {
  const wanted = usesOn(subject, host).map((placed) => ({ use: placed.use, cpus: wantedSize(subject, placed).cpus }));
  const most = wanted.toSorted((a, b) => b.cpus - a.cpus)[0];
  if (most === undefined || has >= most.cpus) return [];
  return [
    {
      code: 'cpus_short',
      host,
      use: most.use,
      what: 'processors',
      measured: `${has}`,
      wanted: `${most.cpus} for ${most.use}`,
      todo: `give ${host} ${most.cpus} processors`,
      at: placeOf(subject, host),
    },
  ];
}

function littleMemory(subject: Subject, host: HostName, has: number): Found[] {
  const parts = usesOn(subject, host).map((placed) => ({
    use: placed.use,
    amount: wantedSize(subject, placed).memory,
  }));
  const wanted = parts.reduce((sum, { amount }) => sum + amount, 0);
  if (has >= wanted) return [];
  return [
    {
      code: 'memory_short',
      host,
      what: 'memory',
      measured: showBytes(has),
      wanted: `${showBytes(wanted)} for ${partsOf(parts, showBytes)}`,
      todo: `give ${host} ${showBytes(wanted)}, or put less on it`,
      at: placeOf(subject, host),
    },
  ];
}

function tooLarge(subject: Subject, host: HostName, has: number): Found[] {
  return usesOn(subject, host).flatMap(({ use, role, params, document }): Found[] => {
    const rule = role.needs.memoryFor;
    const size = rule === undefined ? undefined : bytes.safeParse(valueAt(params, rule.param)).data;
    if (rule === undefined || size === undefined || size * rule.times <= has) return [];
    return [
      {
        code: 'parameter_too_large',
        host,
        use,
        what: rule.param,
        measured: showBytes(size),
        wanted: `at most ${showBytes(has / rule.times)}, memory / ${rule.times}`,
        todo: `make ${rule.param} of ${use} smaller, or give ${host} ${showBytes(size * rule.times)}`,
        at: document.source,
      },
    ];
  });
}
