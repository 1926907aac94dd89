import type { PreflightCheck, PreflightFinding } from '@rolecall/protocol';
import { checkAddresses } from './addresses.ts';
import { checkApart } from './apart.ts';
import { checkCertificates } from './certificates.ts';
import { checkClocks } from './clocks.ts';
import { checkCounts } from './counts.ts';
import { checkDisks } from './disks.ts';
import { checkHosts } from './hosts.ts';
import { checkMode } from './mode.ts';
import { checkNames } from './names.ts';
import { checkPorts } from './ports.ts';
import { checkRanges } from './ranges.ts';
import { checkReach } from './reach.ts';
import { checkSecrets } from './secrets.ts';
import { checkServers } from './servers.ts';
import { checkSizes } from './sizes.ts';
import type { Check, Found, Subject } from './subject.ts';
import { checkSystem } from './system.ts';

const checks: { readonly [Name in PreflightCheck]: Check } = {
  mode: checkMode,
  counts: checkCounts,
  apart: checkApart,
  servers: checkServers,
  ranges: checkRanges,
  addresses: checkAddresses,
  hosts: checkHosts,
  system: checkSystem,
  sizes: checkSizes,
  disks: checkDisks,
  clocks: checkClocks,
  ports: checkPorts,
  reach: checkReach,
  names: checkNames,
  certificates: checkCertificates,
  secrets: checkSecrets,
};

/** Everything that is wrong, errors first, then in the order of the checks. */
export function preflight(subject: Subject): readonly PreflightFinding[] {
  const found = Object.entries(checks).flatMap(([name, check]) =>
    check(subject).map((one) => finding(name as PreflightCheck, one)),
  );
  return found.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

const finding = (check: PreflightCheck, found: Found): PreflightFinding => ({
  severity: 'error',
  host: null,
  use: null,
  at: null,
  ...found,
  check,
});
