import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, fileMode } from '../contract/schema.ts';

export const directory = defineKind({
  kind: 'directory',
  summary: 'A directory; what is in it is left alone.',
  params: z.strictObject({
    path: absolutePath.describe('Where the directory is. This is its key. The directory above it must exist.'),
    owner: accountName.default('root').describe('The user that owns the directory.'),
    group: accountName.default('root').describe('The group of the directory.'),
    mode: fileMode.default(0o755).describe('Permission bits, as a number: `0o750`.'),
  }),
  key: ({ path }) => path,
  alongside: ({ path }) => ({ paths: [path] }),
  example: `directory('/var/lib/app', { owner: 'app', group: 'app', mode: 0o750 })`,
  holdsData: true,
  notes: [
    "Only an empty directory is ever removed, unless its author wrote `remove: 'always'`: then all that is in it goes too, except for what is mounted there. That is refused where its folders are not root's alone, and a rollback brings back the directory, not what was in it.",
  ],
});

export type DirectoryParams = ParamsOf<typeof directory>;
