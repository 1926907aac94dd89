import { artifact } from './artifact/resource.ts';
import { assert } from './assert/resource.ts';
import { command } from './command/resource.ts';
import { directory } from './directory/resource.ts';
import { file } from './file/resource.ts';
import { group } from './group/resource.ts';
import { link } from './link/resource.ts';
import { packageKind } from './package/resource.ts';
import { service } from './service/resource.ts';
import { sysctl } from './sysctl/resource.ts';
import { unit } from './unit/resource.ts';
import { user } from './user/resource.ts';
import { wait } from './wait/resource.ts';

/** Every kind there is, by its name. */
export const kinds = {
  wait,
  assert,
  artifact,
  command,
  directory,
  file,
  group,
  link,
  package: packageKind,
  service,
  sysctl,
  unit,
  user,
} as const;

export type Kinds = typeof kinds;
export type KnownKind = keyof Kinds;
