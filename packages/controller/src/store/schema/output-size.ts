import type { Migration } from '../migration.ts';

/** How much output there is of one host, without looking at all of it. */
export const outputSizeSchema: Migration = {
  id: 'output-size-1',
  sql: 'CREATE INDEX output_stream_host ON output_stream (host, bytes);',
};
