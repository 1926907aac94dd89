import type { HostName, Measured } from '@rolecall/protocol';
import type { Services } from '../serve/services.ts';
import { probeHost } from './probe-hosts.ts';
import { probeWays } from './probe-ways.ts';
import { isLookedAt, type Subject } from './subject.ts';

/** The last one that asked hosts to listen; two at once would close each other's ports. */
let last: Promise<unknown> = Promise.resolve();

/** With hosts that are looked at alone, those whom they join are asked as well: their clocks are what theirs are compared with. */
const isAsked = (subject: Subject, host: HostName): boolean =>
  isLookedAt(subject, host) ||
  subject.uses.some(({ use, hosts }) => use === subject.about?.use && hosts.includes(host));

/** What is known, and what the linked hosts answer now. */
export function measureLive(services: Services, subject: Subject): Promise<Measured> {
  const done = last.then(() => measure(services, subject));
  last = done.catch(() => undefined);
  return done;
}

async function measure(services: Services, subject: Subject): Promise<Measured> {
  const linked = (Object.keys(subject.site.hosts) as HostName[]).filter(
    (host) => services.hub.isLinked(host) && isAsked(subject, host),
  );
  // Before anybody listens for the sake of the ways: what has a port then is not ours.
  const asked = new Map(
    await Promise.all(linked.map(async (host) => [host, await probeHost(services, subject, host)] as const)),
  );
  const hosts = Object.entries(subject.measured.hosts).map(([host, known]) => [
    host,
    { ...known, ...asked.get(host as HostName) },
  ]);
  return { ...subject.measured, hosts: Object.fromEntries(hosts), reached: await probeWays(services, subject) };
}
