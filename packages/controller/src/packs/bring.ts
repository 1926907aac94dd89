import type { KindName, PackRow, RoleDocument, Sha256, SiteDocument } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { findPack } from '../store/packs.ts';
import { packFor } from './compose.ts';

/** The packs of the kinds that a site's roles bring, by kind. */
export type Packs = ReadonlyMap<KindName, Sha256>;

export const NO_PACKS: Packs = new Map();

/**
 * The packs that a site needs, all of them admitted.
 * @throws ControllerError `pack_not_admitted` for the first that is not, before anything else is done
 */
export async function packsOf(services: Services, bundle: Sha256, site: SiteDocument): Promise<Packs> {
  const packs = new Map<KindName, Sha256>();
  for (const role of site.roles) {
    for (const kind of role.kinds ?? []) {
      const pack = await packFor(services, bundle, kind);
      if ((packs.get(kind.kind) ?? pack) !== pack) throw twice(role, kind.kind);
      packs.set(kind.kind, pack);
      const row = findPack(services.database, pack);
      if (row?.state !== 'admitted') throw notAdmitted(role, kind.kind, pack, row);
    }
  }
  return packs;
}

const twice = ({ name, source }: RoleDocument, kind: string): ControllerError =>
  new ControllerError('kind_twice', `the role ${name} brings another ${kind} than a role before it`, {
    at: source,
    hint: 'have both import it from one version of one package',
  });

function notAdmitted(
  { name, source }: RoleDocument,
  kind: string,
  pack: Sha256,
  row: PackRow | undefined,
): ControllerError {
  const why = row?.state === 'revoked' ? `which ${row.by} has revoked` : 'which no admin has admitted';
  return new ControllerError(
    'pack_not_admitted',
    `the role ${name} brings the kind ${kind} in the pack ${pack}, ${why}`,
    {
      at: source,
      hint: `look at it: controller packs show ${pack}   then, as an admin: controller packs admit ${pack}`,
    },
  );
}
