import type { Migration } from '../migration.ts';

/** Hosts that a recipe took out of a cluster, until what they had is gone. */
export const leftMemberSchema: Migration = {
  id: 'left-members-1',
  sql: `
    CREATE TABLE left_member (
      site TEXT NOT NULL,
      use TEXT NOT NULL,
      host TEXT NOT NULL,
      successor TEXT,
      run TEXT NOT NULL,
      PRIMARY KEY (site, use, host)
    ) STRICT, WITHOUT ROWID;
  `,
};
