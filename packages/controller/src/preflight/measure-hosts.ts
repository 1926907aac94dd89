import type { HostName, Measured, MeasuredHost, SiteDocument } from '@rolecall/protocol';
import type { Services } from '../serve/services.ts';
import { appliedOf } from '../store/applied.ts';
import { factsOf } from '../store/facts.ts';
import { findHost } from '../store/hosts.ts';
import { modeOf } from '../store/site-modes.ts';
import { measureCertificates } from './measure-certificates.ts';
import { measureSecrets } from './measure-secrets.ts';

/** What is known without asking any host. */
export function measureStored(services: Services, site: SiteDocument): Measured {
  const { database } = services;
  return {
    schema: 'rolecall/measured/1',
    at: Date.now(),
    hosts: Object.fromEntries(
      (Object.keys(site.hosts) as HostName[]).map((host) => [host, storedHost(services, host)]),
    ),
    reached: [],
    secrets: measureSecrets(services.secrets, site),
    certificates: measureCertificates(services.secrets, site.wants?.certificates ?? {}),
    applied: { mode: modeOf(database, site.name), instances: [...appliedOf(database, site.name).keys()] },
  };
}

function storedHost({ database, hub }: Services, name: HostName): MeasuredHost {
  const host = findHost(database, name);
  const enrolled = host !== undefined && !host.revoked;
  return {
    enrolled,
    linked: enrolled && hub.isLinked(name),
    address: host?.address ?? null,
    labels: { ...host?.labels },
    facts: enrolled ? (factsOf(database, name)?.facts ?? null) : null,
  };
}
