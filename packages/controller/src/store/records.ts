import type { ClusterRecord, HostName } from '@rolecall/protocol';
import type { Database } from './database.ts';

interface Row {
  readonly founder: HostName;
  readonly formed: number;
}

/** What a site remembers of its clusters: who founded each, and whether it came up whole once. */
export const recordsOf = (database: Database) => ({
  get(site: string, use: string): ClusterRecord | null {
    const row = database.get<Row>('SELECT founder, formed FROM cluster_record WHERE site = ? AND use = ?', site, use);
    return row === undefined ? null : { founder: row.founder, formed: row.formed === 1 };
  },

  /** A cluster is founded once: a record that is there stays. */
  found(site: string, use: string, founder: string): void {
    const sql = 'INSERT INTO cluster_record (site, use, founder, formed) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING';
    database.run(sql, site, use, founder);
  },

  /** Nothing of it is left, or it has another name now. */
  forget(site: string, use: string): void {
    database.run('DELETE FROM cluster_record WHERE site = ? AND use = ?', site, use);
  },

  formed(site: string, use: string): void {
    database.run('UPDATE cluster_record SET formed = 1 WHERE site = ? AND use = ?', site, use);
  },
});
