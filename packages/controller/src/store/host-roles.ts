import type { HostName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** What the last applied site says about one of its hosts. */
export interface SiteHost {
  readonly host: HostName;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of uses and of their roles: fact queries compare `role` with these. */
  readonly roles: readonly string[];
}

/** Replaces what is known of this site's hosts. */
export function setSiteHosts(database: Database, site: string, hosts: readonly SiteHost[]): void {
  database.transaction(() => {
    database.run('DELETE FROM site_host WHERE site = ?', site);
    database.run('DELETE FROM host_role WHERE site = ?', site);
    for (const { host, labels, roles } of hosts) {
      database.run('INSERT INTO site_host (site, host, labels) VALUES (?, ?, ?)', site, host, JSON.stringify(labels));
      for (const role of new Set(roles)) {
        database.run('INSERT INTO host_role (site, host, role) VALUES (?, ?, ?)', site, host, role);
      }
    }
  });
}

/** Roles of every host, over all sites. */
export function rolesOfHosts(database: Database): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>();
  for (const row of database.all<{ host: string; role: string }>('SELECT DISTINCT host, role FROM host_role')) {
    const known = roles.get(row.host);
    if (known === undefined) roles.set(row.host, [row.role]);
    else known.push(row.role);
  }
  return roles;
}

/** Labels that sites give to hosts; they win over those of the enrolment. */
export function labelsFromSites(database: Database): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const labels = new Map<string, Record<string, string>>();
  for (const row of database.all<{ host: string; labels: string }>(
    'SELECT host, labels FROM site_host ORDER BY site',
  )) {
    labels.set(row.host, { ...labels.get(row.host), ...(JSON.parse(row.labels) as Record<string, string>) });
  }
  return labels;
}
