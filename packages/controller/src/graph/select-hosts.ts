import type { HostName, Selector } from '@rolecall/protocol';
import type { SiteHosts } from './graph.ts';

/** The hosts of a site that a selector chooses, sorted by name; names that the site does not declare are left out. */
export function selectHosts(selector: Selector, { site, labelsOf }: SiteHosts): readonly HostName[] {
  const declared = Object.keys(site.hosts) as HostName[];
  const chosen = selector.by === 'name' ? named(selector.hosts) : labelled(selector.labels, labelsOf);
  return declared.filter(chosen).sort();
}

function named(hosts: readonly string[]): (host: HostName) => boolean {
  const wanted = new Set(hosts);
  return (host) => wanted.has(host);
}

function labelled(
  labels: Readonly<Record<string, string>>,
  labelsOf: SiteHosts['labelsOf'],
): (host: HostName) => boolean {
  const wanted = Object.entries(labels);
  return (host) => {
    const own = labelsOf(host);
    return wanted.every(([name, value]) => own[name] === value);
  };
}
