import { existsSync, readdirSync } from 'node:fs';
import { runOrThrow } from './machine/command.ts';
import { mounts } from './machine/mounts.ts';
import { folderOfLab } from './state/folder.ts';

/** All that one lab has on this machine. */
export interface LabTraces {
  readonly folder: boolean;
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly tables: readonly string[];
  readonly cgroups: readonly string[];
}

/** Looks in the kernel and on disk for what a lab of that number left, without asking the lab's own records. */
export async function tracesOf(lab: number): Promise<LabTraces> {
  const folder = folderOfLab(lab);
  const all = mounts();
  const unified = all.find((mount) => mount.type === 'cgroup2')?.at ?? '/sys/fs/cgroup';
  const tables = (await runOrThrow(['nft', 'list', 'tables'])).split('\n');
  return {
    folder: existsSync(folder),
    mounts: all.map((mount) => mount.at).filter((at) => at.startsWith(`${folder}/`)),
    links: readdirSync('/sys/class/net').filter(
      (link) => link === `rolecall-${lab}` || link.startsWith(`vb-rc${lab}-`),
    ),
    tables: tables.filter((line) => new RegExp(` rolecall-lab-${lab}(?:-|$)`).test(line)),
    cgroups: readdirSync(unified).filter((name) => name.startsWith(`rolecall-lab-${lab}-`)),
  };
}
