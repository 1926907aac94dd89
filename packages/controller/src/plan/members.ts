import type { HostName, Json, Member, SiteDocument } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { factsOf } from '../store/facts.ts';
import { findHost } from '../store/hosts.ts';

/** What the site and the enrolment say a host is labelled with; the site wins. */
export function labelsFor(services: Services, site: SiteDocument, host: HostName): Readonly<Record<string, string>> {
  return { ...findHost(services.database, host)?.labels, ...site.hosts[host]?.labels };
}

/** A host as roles see it, from what is stored; nothing where it was never seen. */
export function memberOf(
  services: Services,
  site: SiteDocument,
  name: HostName,
  like: HostName | null = null,
): Member | undefined {
  return seenMember(services, site, name) ?? (like === null ? undefined : supposedMember(services, site, name, like));
}

/** A host that nobody has seen yet, taken to be like another one: for what does not touch it. */
function supposedMember(services: Services, site: SiteDocument, name: HostName, like: HostName): Member | undefined {
  const model = seenMember(services, { ...site, hosts: {} }, like);
  if (model === undefined) return undefined;
  // Addresses of documentation (RFC 5737), a different one for each.
  const number = Object.keys(site.hosts).sort().indexOf(name);
  const address = site.hosts[name]?.address ?? `198.51.${100 + Math.floor(number / 254)}.${(number % 254) + 1}`;
  return { ...model, name, address, labels: { ...site.hosts[name]?.labels } };
}

function seenMember(services: Services, site: SiteDocument, name: HostName): Member | undefined {
  const host = findHost(services.database, name);
  const stored = factsOf(services.database, name);
  if (host === undefined || host.revoked || stored === undefined) return undefined;
  // Moving figures are left out, and what roles bring about themselves: what a role answers must not change from one second to the next, nor
  // because it was carried out.
  const { usage: _, services: __, packages: ___, ...facts } = stored.facts;
  const declared = site.hosts[name]?.address;
  const address = declared ?? host.address;
  if (address === null) return undefined;
  if (declared === undefined) refuseMoved(name, address, facts.net);
  return { name, address, labels: labelsFor(services, site, name), facts: facts as Json };
}

/** Clusters know their members by address: a host that changed its own is not served as if nothing had happened. */
function refuseMoved(name: HostName, known: string, net: unknown): void {
  const now = (net as { readonly address?: unknown }).address;
  if (typeof now !== 'string' || now === known) return;
  throw new ControllerError('address_changed', `${name} was known at ${known} and is at ${now} now`, {
    hint: `if that is meant to be, write the address into the site: '${name}': { address: '${now}' }`,
  });
}
