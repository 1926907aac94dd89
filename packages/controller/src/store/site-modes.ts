import { SiteMode } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** The mode that a site was first applied with; nothing where it never had one. */
export const modeOf = (database: Database, site: string): SiteMode | null => {
  const row = database.get<{ mode: string }>('SELECT mode FROM site_mode WHERE site = ?', site);
  return row === undefined ? null : SiteMode.parse(row.mode);
};

/** The first one stays. */
export const noteMode = (database: Database, site: string, mode: SiteMode): number =>
  database.run('INSERT INTO site_mode (site, mode) VALUES (?, ?) ON CONFLICT DO NOTHING', site, mode);

/** Nothing of the site is left. */
export const forgetMode = (database: Database, site: string): number =>
  database.run('DELETE FROM site_mode WHERE site = ?', site);
