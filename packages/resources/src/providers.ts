import { alternativesProvider } from './alternatives/provider.ts';
import { aptRepositoryProvider } from './aptRepository/provider.ts';
import { artifactProvider } from './artifact/provider.ts';
import { assertProvider } from './assert/provider.ts';
import { authorizedKeyProvider } from './authorizedKey/provider.ts';
import { certificateProvider } from './certificate/provider.ts';
import { commandProvider } from './command/provider.ts';
import { containerProvider } from './container/provider.ts';
import type { AnyProvider } from './contract/provider.ts';
import { cronProvider } from './cron/provider.ts';
import { directoryProvider } from './directory/provider.ts';
import { fileProvider } from './file/provider.ts';
import { filesystemProvider } from './filesystem/provider.ts';
import { firewallProvider } from './firewall/provider.ts';
import { groupProvider } from './group/provider.ts';
import { guardedFileProvider } from './guardedFile/provider.ts';
import { hostnameProvider } from './hostname/provider.ts';
import { hostsEntryProvider } from './hostsEntry/provider.ts';
import { hugepagesProvider } from './hugepages/provider.ts';
import { kernelModuleProvider } from './kernelModule/provider.ts';
import type { KnownKind } from './kinds.ts';
import { limitsProvider } from './limits/provider.ts';
import { linkProvider } from './link/provider.ts';
import { localeProvider } from './locale/provider.ts';
import { logRotateProvider } from './logRotate/provider.ts';
import { mountProvider } from './mount/provider.ts';
import { packageProvider } from './package/provider.ts';
import { rebootProvider } from './reboot/provider.ts';
import { serviceProvider } from './service/provider.ts';
import { sudoersProvider } from './sudoers/provider.ts';
import { swapProvider } from './swap/provider.ts';
import { sysctlProvider } from './sysctl/provider.ts';
import { timerProvider } from './timer/provider.ts';
import { timezoneProvider } from './timezone/provider.ts';
import { unitProvider } from './unit/provider.ts';
import { userProvider } from './user/provider.ts';
import { waitProvider } from './wait/provider.ts';

export { ARTIFACT_PREFIX, ARTIFACT_RECORD, type ArtifactRecord, MAX_RECORDED } from './artifact/record.ts';
export { POLICY_RC_D } from './package/install.ts';

/** Every kind's provider, by its name; a kind without one does not compile. */
export const providers: Readonly<Record<KnownKind, AnyProvider>> = {
  guardedFile: guardedFileProvider,
  swap: swapProvider,
  mount: mountProvider,
  filesystem: filesystemProvider,
  kernelModule: kernelModuleProvider,
  hugepages: hugepagesProvider,
  reboot: rebootProvider,
  timer: timerProvider,
  firewall: firewallProvider,
  wait: waitProvider,
  assert: assertProvider,
  aptRepository: aptRepositoryProvider,
  artifact: artifactProvider,

  alternatives: alternativesProvider,
  authorizedKey: authorizedKeyProvider,
  cron: cronProvider,
  hostname: hostnameProvider,
  hostsEntry: hostsEntryProvider,
  limits: limitsProvider,
  locale: localeProvider,
  logRotate: logRotateProvider,
  sudoers: sudoersProvider,
  timezone: timezoneProvider,
  certificate: certificateProvider,
  command: commandProvider,
  container: containerProvider,
  directory: directoryProvider,
  file: fileProvider,
  group: groupProvider,
  link: linkProvider,
  package: packageProvider,
  service: serviceProvider,
  sysctl: sysctlProvider,
  unit: unitProvider,
  user: userProvider,
};
