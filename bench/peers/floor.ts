import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from '../../test/lab/lab.ts';
import { runOrThrow } from '../../test/lab/machine/command.ts';
import { plainFiles, type Workload } from './workload.ts';

const FOLDER = '/root/floor';

/** What the C program found: resources that are as they should be, those that are not, and how long it took. */
export interface Floor {
  readonly ok: number;
  readonly bad: number;
  readonly active: number;
  readonly ms: number;
  /** Without asking systemd. */
  readonly readingMs: number;
}

/** Puts the program that reads the least onto a host, with its list; it needs a C compiler here. Answers how to run it. */
export async function prepareFloor(host: LabHost, load: Workload, folder: string): Promise<() => Promise<Floor>> {
  const program = join(folder, 'floor');
  await runOrThrow(['cc', '-O2', '-o', program, join(import.meta.dirname, 'floor.c')]);
  const list = join(folder, 'list.txt');
  writeFileSync(list, listOf(load));
  await host.exec(['mkdir', '-p', FOLDER]);
  await host.copyTo(program, join(FOLDER, 'floor'));
  await host.copyTo(list, join(FOLDER, 'list.txt'));
  return async () => {
    const { stdout } = await host.exec([join(FOLDER, 'floor'), FOLDER]);
    const [ok, bad, active, readingMs, ms] = [...stdout.matchAll(/\d+(?:\.\d+)?/g)].map(Number);
    if (ms === undefined) throw new Error(`floor said: ${stdout}`);
    return { ok: ok ?? 0, bad: bad ?? 0, active: active ?? 0, readingMs: readingMs ?? 0, ms };
  };
}

const listOf = (load: Workload): string =>
  [
    ...plainFiles(load).map(({ path, content }) => `F ${path} ${Buffer.byteLength(content)}\n${content}`),
    ...load.directories.map((path) => `D ${path}`),
    ...load.users.map(({ name }) => `U ${name}`),
    ...load.groups.map((name) => `G ${name}`),
    ...load.packages.map((name) => `P ${name}`),
    ...load.services.map((name) => `S ${name}`),
    '',
  ].join('\n');
