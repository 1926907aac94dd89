import type { Declared, HostName, InstanceId, KindName, SiteDocument, Source, UseName } from '@rolecall/protocol';
import { secretMarker } from '@rolecall/protocol/secret-marker';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { type Identity, identitiesOf } from '../store/identities.ts';
import { askHost } from './observe.ts';

/** Whose files they are, under all the names that it had. */
interface Owner {
  readonly site: string;
  readonly instance: InstanceId;
  readonly names: readonly InstanceId[];
  readonly host: HostName;
  readonly at: Source | null;
}

/** The files that say who a member of a use is, as its role lists them. */
export const identityPaths = (site: SiteDocument, use: UseName): readonly string[] => {
  const role = site.uses.find((one) => one.use === use)?.role;
  return site.roles.find(({ name }) => name === role)?.identity ?? [];
};

/**
 * Asks a host that is linked whether what says who it is is still there, and still the same. What is to be put back is not asked for.
 * @throws ControllerError `identity_lost` or `identity_changed`, with the commands that settle it
 */
export async function refuseLost(services: Services, owner: Owner, paths: readonly string[]): Promise<void> {
  if (paths.length === 0 || !services.hub.isLinked(owner.host)) return;
  const known = identitiesOf(services.database, owner.site, owner.names).filter(
    ({ path, restore }) => !restore && paths.includes(path),
  );
  if (known.length === 0) return;
  const asks = known.map(({ path }) => ({ ask: 'file', path, as: 'digest' }) as const);
  const answers = (await askHost(services, owner.host, asks)) ?? [];
  for (const [i, answer] of answers.entries()) {
    const one = known[i];
    if (one === undefined) continue;
    if (answer.is === 'absent') throw settled(owner, one, 'identity_lost', 'is gone');
    const sha256 = answer.is === 'value' ? (answer.value as { readonly sha256?: string }).sha256 : undefined;
    if (sha256 !== one.sha256) throw settled(owner, one, 'identity_changed', 'is not the one any more');
  }
}

function settled({ instance, at }: Owner, { path, at: since }: Identity, code: string, what: string): ControllerError {
  const day = new Date(since).toISOString().slice(0, 10);
  const message = `${path} of ${instance} ${what} that says who it is since ${day}, so nothing is changed`;
  const hint = `bring it back: controller identity restore ${instance}; or let another take its place: controller identity forget ${instance}`;
  return new ControllerError(code, message, at === null ? { hint } : { at, hint });
}

/** Its resources, with the files that are to be put back before anything is started. */
export function withRestored(
  { database }: Services,
  { site, names }: Owner,
  declared: readonly Declared[],
  source: Source,
): readonly Declared[] {
  const back = identitiesOf(database, site, names).filter(({ restore }) => restore);
  const first = declared.findIndex(({ kind }) => kind === 'service' || kind === 'command');
  const at = first === -1 ? declared.length : first;
  return [...declared.slice(0, at), ...back.map((one) => asFile(one, source)), ...declared.slice(at)];
}

/** It is nobody's afterwards but the member's own. */
const asFile = ({ path, secret, owner, group, mode }: Identity, source: Source): Declared => ({
  kind: 'file' as KindName,
  key: path,
  params: { path, content: secretMarker(secret), encoding: 'base64', owner, group, mode },
  remove: 'keep',
  source,
});
