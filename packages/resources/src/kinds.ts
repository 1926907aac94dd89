import { alternatives } from './alternatives/resource.ts';
import { aptRepository } from './aptRepository/resource.ts';
import { artifact } from './artifact/resource.ts';
import { assert } from './assert/resource.ts';
import { authorizedKey } from './authorizedKey/resource.ts';
import { certificate } from './certificate/resource.ts';
import { command } from './command/resource.ts';
import { container } from './container/resource.ts';
import { cron } from './cron/resource.ts';
import { directory } from './directory/resource.ts';
import { file } from './file/resource.ts';
import { filesystem } from './filesystem/resource.ts';
import { firewall } from './firewall/resource.ts';
import { group } from './group/resource.ts';
import { guardedFile } from './guardedFile/resource.ts';
import { hostname } from './hostname/resource.ts';
import { hostsEntry } from './hostsEntry/resource.ts';
import { hugepages } from './hugepages/resource.ts';
import { kernelModule } from './kernelModule/resource.ts';
import { limits } from './limits/resource.ts';
import { link } from './link/resource.ts';
import { locale } from './locale/resource.ts';
import { logRotate } from './logRotate/resource.ts';
import { mount } from './mount/resource.ts';
import { packageKind } from './package/resource.ts';
import { reboot } from './reboot/resource.ts';
import { service } from './service/resource.ts';
import { sudoers } from './sudoers/resource.ts';
import { swap } from './swap/resource.ts';
import { sysctl } from './sysctl/resource.ts';
import { timer } from './timer/resource.ts';
import { timezone } from './timezone/resource.ts';
import { unit } from './unit/resource.ts';
import { user } from './user/resource.ts';
import { wait } from './wait/resource.ts';

/** Every kind there is, by its name. */
export const kinds = {
  guardedFile,
  swap,
  mount,
  filesystem,
  kernelModule,
  hugepages,
  reboot,
  timer,
  firewall,
  wait,
  assert,
  aptRepository,
  artifact,

  alternatives,
  authorizedKey,
  cron,
  hostname,
  hostsEntry,
  limits,
  locale,
  logRotate,
  sudoers,
  timezone,
  certificate,
  command,
  container,
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
