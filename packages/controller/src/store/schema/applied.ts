import type { Migration } from '../migration.ts';

/** What each instance waited for when it was applied: the order in which what is gone is taken away. */
export const appliedSchema: Migration = {
  id: 'applied-2',
  sql: `ALTER TABLE applied ADD COLUMN after TEXT NOT NULL DEFAULT '[]';`,
};

/** What each instance had when it first started and cannot change since. */
export const frozenSchema: Migration = {
  id: 'applied-4',
  sql: 'ALTER TABLE applied ADD COLUMN frozen TEXT;',
};

/** What each instance gave when it was applied: it still does while its host is away. */
export const outputSchema: Migration = {
  id: 'applied-3',
  sql: 'ALTER TABLE applied ADD COLUMN output TEXT;',
};
