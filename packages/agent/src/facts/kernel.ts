import type { Facts } from '@rolecall/protocol';
import { type FactSource, readText } from './source.ts';

/** The running kernel and how it was started. */
export const readKernel = (source: FactSource): Facts['kernel'] => ({
  release: readText(source, '/proc/sys/kernel/osrelease'),
  version: readText(source, '/proc/sys/kernel/version'),
  commandLine: readText(source, '/proc/cmdline').slice(0, 8192),
});
