import type { RoleContext } from '@rolecall/protocol';
import type { ErasedDefinition } from '../definition.ts';
import { RoleError } from '../error.ts';
import { revive } from '../plain.ts';
import type { BuiltSite } from '../site.ts';

/** The role of a use, by the use's name. */
export function definitionOf(site: BuiltSite, name: string): ErasedDefinition {
  const use = site.document.uses.find((known) => known.use === name);
  const definition = use === undefined ? undefined : site.definitions.get(use.role);
  if (definition === undefined) throw new RoleError('unknown_use', `this site has no use called ${name}`);
  return definition;
}

/** What was sent, as the role's functions take it: with secrets in place of their markers. */
export const forCluster = ({ use, params, peers, record, decided }: RoleContext) => ({
  use,
  params: revive(params),
  peers,
  record,
  decided: revive(decided),
});

/** The same, for a function that looks at one host. */
export function forHost(call: RoleContext & { readonly host: string }) {
  const host = call.peers.find((peer) => peer.name === call.host);
  if (host === undefined) throw new RoleError('unknown_host', `${call.host} is no member of ${call.use}`);
  return { ...forCluster(call), host };
}

/** Runs one of a role's functions; a promise is refused, since nothing may be waited for. */
export function run(part: unknown, context: object, name: string): unknown {
  if (typeof part !== 'function') throw new RoleError('bad_role', `the role has no \`${name}\``);
  const result: unknown = part(context);
  if (result instanceof Promise) throw new RoleError('bad_role', `\`${name}\` must not be async`);
  return result;
}
