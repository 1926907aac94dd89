import type { Recipe } from '../recipe.ts';

/** Upstream publishes sources only, under dated versions. AGPL-3.0: used, never passed on. About six minutes of processor time. */
export const minio: Recipe = {
  from: 'go',
  file: 'minio',
  folder: 'minio',
  programs: { minio: 'github.com/minio/minio' },
  variables: {
    'github.com/minio/minio/cmd.ReleaseTag': 'RELEASE.2026-02-12T20-18-48Z',
    'github.com/minio/minio/cmd.Version': '2026-02-12T20:18:48Z',
  },
};

/** MinIO's command line. AGPL-3.0. */
export const mc: Recipe = { from: 'go', file: 'mc', folder: 'mc', programs: { mc: 'github.com/minio/mc' } };
