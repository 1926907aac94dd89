import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from '../../lab/lab.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { type SealedController, sealHost, startSealedController } from './sealed.ts';

/** A controller that reaches the world, and one that does not, for which something is carried over. */
export interface Carried {
  readonly online: Fleet;
  readonly offline: SealedController;
  /** A host that reaches nothing but the sealed controller, which has not enrolled it yet. */
  readonly host: LabHost;
  /** For the files of a test, beside the sites. */
  readonly folder: string;
  /** Where a site lies in it, and what is carried. */
  readonly site: string;
  readonly file: string;
  remove(): Promise<void>;
}

/** Boots both sides: hosts of the one as a fleet has them, and one host of the other, without any packages. */
export async function startCarried(options: FleetOptions, sealed: string): Promise<Carried> {
  await using begun = new AsyncDisposableStack();
  const online = begun.use(await startFleet(options));
  const [host] = await online.lab.addHosts([sealed], {});
  if (host === undefined) throw new Error(`${sealed} was not added`);
  const offline = await startSealedController(online.lab);
  begun.defer(() => offline.remove());
  begun.defer(await sealHost(online.lab, host, offline.address));
  const folder = mkdtempSync(join(import.meta.dirname, '../sites/changed-'));
  begun.defer(() => rmSync(folder, { recursive: true, force: true }));
  const all = begun.move();
  const [site, file] = [join(folder, 'site.ts'), join(folder, 'site.tar')];
  return { online, offline, host, folder, site, file, remove: () => all.disposeAsync() };
}
