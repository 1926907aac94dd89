import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startControllerProcess } from '../../test/fleet/harness/controller-process.ts';
import { enrol } from '../../test/fleet/harness/fleet.ts';
import type { Peer } from './peer.ts';

const ROOT = join(import.meta.dirname, '../..');
export const CLI = join(ROOT, 'packages/controller/bin/controller.js');

const manifest = JSON.parse(readFileSync(join(ROOT, 'packages/controller/package.json'), 'utf8')) as {
  version: string;
};

export const rolecall: Peer = {
  name: 'Rolecall',
  note: 'of this clone, a controller here and an agent on the host',
  hostPackages: [],
  fetch: async () => manifest.version,
  prepare: async ({ lab, host, count, folder }) => {
    const controller = await startControllerProcess(lab.gateway);
    await enrol(controller, host);
    const site = writeSite(folder, [host.name], count);
    const argv = [process.execPath, CLI, '--data', controller.data, 'apply', site, '-y'];
    return { where: 'here', argv, servers: [controller.pid], remove: () => controller.remove() };
  },
};

/** A site with the workload on each of these hosts; answers its file. */
export function writeSite(folder: string, hosts: readonly string[], count: number): string {
  copyFileSync(join(import.meta.dirname, 'workload.ts'), join(folder, 'workload.ts'));
  const site = join(folder, 'site.ts');
  const declared = Object.fromEntries(hosts.map((name) => [name, {}]));
  writeFileSync(
    site,
    SITE.replaceAll('COUNT', String(count))
      .replace('DECLARED', JSON.stringify(declared))
      .replace('NAMES', JSON.stringify(hosts)),
  );
  return site;
}

const SITE = `import { defineRole, defineSite, directory, file, group, pkg, service, unit, user, z } from '@rolecall/roles';
import { workload } from './workload.ts';

const load = workload(COUNT);

const bench = defineRole({
  name: 'bench',
  params: z.object({}),
  resources: () => [
    ...load.packages.map((name) => pkg(name)),
    ...load.directories.map((path) => directory(path)),
    ...load.groups.map((name) => group(name)),
    ...load.users.map(({ name, group: primary }) => user(name, { group: primary, createHome: false })),
    ...load.units.map(({ name, content }) => unit(name, { content })),
    ...load.files.map(({ path, content }) => file(path, { content })),
    ...load.services.map((name) => service(name, { enabled: true, running: true })),
  ],
});

export default defineSite({
  name: 'bench',
  hosts: DECLARED,
  use: () => {
    bench.on(NAMES, {});
  },
});
`;
