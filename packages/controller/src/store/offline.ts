import { OfflineAgent, type Sha256 } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** Packages that hosts of a site get from here, as one artifact. */
export const packagesOf = (database: Database, site: string): Sha256 | undefined =>
  database.get<{ sha256: Sha256 }>('SELECT sha256 FROM site_packages WHERE site = ?', site)?.sha256;

export const setPackages = (database: Database, site: string, sha256: Sha256): void => {
  database.run(
    'INSERT INTO site_packages (site, sha256) VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET sha256 = excluded.sha256',
    site,
    sha256,
  );
};

/** The agent that was imported last, in the place of those before it. */
export const setImportedAgent = (database: Database, agent: OfflineAgent): void => {
  const { bundle, runtimes } = agent;
  database.run('DELETE FROM imported_agent');
  const insert = 'INSERT INTO imported_agent (sha256, role, detail) VALUES (?, ?, ?)';
  database.run(insert, bundle.sha256, 'bundle', JSON.stringify(agent));
  for (const { sha256 } of runtimes) database.run(insert, sha256, 'runtime', '');
};

export function importedAgent(database: Database): OfflineAgent | undefined {
  const row = database.get<{ detail: string }>("SELECT detail FROM imported_agent WHERE role = 'bundle'");
  return row === undefined ? undefined : OfflineAgent.parse(JSON.parse(row.detail));
}
