import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeDurably } from './durable.ts';

/** Where package installations find it, to mount it over `/usr/sbin/policy-rc.d` for one command. */
export const POLICY_RC_D_PATH = '/opt/rolecall/libexec/policy-rc.d';

/** Exit 101 is "action forbidden by policy" (invoke-rc.d(8)): maintainer scripts then start nothing. */
export const POLICY_RC_D = '#!/bin/sh\nexit 101\n';

/** Makes sure that it is there and right; writes nothing where it is. */
export function installPolicy(path: string = POLICY_RC_D_PATH): void {
  if (isInPlace(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeDurably(path, POLICY_RC_D);
  chmodSync(path, 0o755);
}

function isInPlace(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o777) === 0o755 && readFileSync(path, 'utf8') === POLICY_RC_D;
}
