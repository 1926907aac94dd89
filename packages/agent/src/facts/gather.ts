import { statfs } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import type { Facts } from '@rolecall/protocol';
import { readAgent } from './agent.ts';
import { readCpu } from './cpu.ts';
import { readDisks } from './disks.ts';
import { readKernel } from './kernel.ts';
import { readMem } from './mem.ts';
import { readMounts } from './mounts.ts';
import { readHostname, readNet } from './net.ts';
import { readOs } from './os.ts';
import { readPackages } from './packages.ts';
import { readServices } from './services.ts';
import { at, type FactSource, type Room } from './source.ts';
import { readTime } from './time.ts';
import { readUsage } from './usage.ts';
import { readVirtualisation } from './virtualisation.ts';

/** What a gather is told rather than reads. */
export interface GatherOptions extends Partial<FactSource> {
  /** What `storedHardware` or `readHardware` answered; `not gathered yet` without it. */
  readonly hardware?: Facts['hardware'];
}

/**
 * Everything that can be read at once: files of /proc, /sys, /etc, /run, dpkg's status, and one question to systemd. A group that
 * cannot be read says why; this never throws.
 */
export async function gatherFacts(options: GatherOptions = {}): Promise<Facts> {
  const source = sourceFrom(options);
  const [mounts, time, services, usage] = await Promise.all([
    group(() => readMounts(source)),
    group(() => readTime(source)),
    group(() => readServices(source)),
    group(() => readUsage(source)),
  ]);
  return {
    agent: readAgent(),
    hostname: hostnameOf(source),
    os: await group(() => readOs(source)),
    kernel: await group(() => readKernel(source)),
    virtualisation: await group(() => readVirtualisation(source)),
    cpu: await group(() => readCpu(source)),
    mem: await group(() => readMem(source)),
    disks: await group(() => readDisks(source)),
    mounts,
    net: await group(() => readNet(source)),
    time,
    services,
    packages: await group(() => readPackages(source)),
    hardware: options.hardware ?? { unknown: 'not gathered yet' },
    usage,
  };
}

type Unknown = { readonly unknown: string };

/** What a group's reader gives, or why it could not. */
async function group<T>(read: () => T | Promise<T>): Promise<T | Unknown> {
  try {
    return await read();
  } catch (error) {
    return { unknown: (error instanceof Error ? error.message : String(error)).slice(0, 512) };
  }
}

function hostnameOf(source: FactSource): string {
  try {
    return readHostname(source);
  } catch {
    return hostname();
  }
}

function sourceFrom(options: GatherOptions): FactSource {
  const source = {
    root: options.root ?? '/',
    interfaces: options.interfaces ?? networkInterfaces(),
    address: options.address,
  };
  return { ...source, room: options.room ?? ((path) => roomAt(at(source, path))) };
}

async function roomAt(path: string): Promise<Room> {
  const { bsize, blocks, bavail } = await statfs(path);
  return { size: bsize * blocks, free: bsize * bavail };
}
