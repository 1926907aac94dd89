import { artifactProvider } from './artifact/provider.ts';
import { assertProvider } from './assert/provider.ts';
import { commandProvider } from './command/provider.ts';
import type { AnyProvider } from './contract/provider.ts';
import { directoryProvider } from './directory/provider.ts';
import { fileProvider } from './file/provider.ts';
import { groupProvider } from './group/provider.ts';
import type { KnownKind } from './kinds.ts';
import { linkProvider } from './link/provider.ts';
import { packageProvider } from './package/provider.ts';
import { serviceProvider } from './service/provider.ts';
import { sysctlProvider } from './sysctl/provider.ts';
import { unitProvider } from './unit/provider.ts';
import { userProvider } from './user/provider.ts';
import { waitProvider } from './wait/provider.ts';

export { ARTIFACT_PREFIX, ARTIFACT_RECORD, type ArtifactRecord, MAX_RECORDED } from './artifact/record.ts';
export { POLICY_RC_D } from './package/install.ts';

/** Every kind's provider, by its name; a kind without one does not compile. */
export const providers: Readonly<Record<KnownKind, AnyProvider>> = {
  wait: waitProvider,
  assert: assertProvider,
  artifact: artifactProvider,
  command: commandProvider,
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
