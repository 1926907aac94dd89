import type { HostRow } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { type HostView, selected, selectHosts, viewHosts } from '../facts/select.ts';
import type { Parts } from '../serve/parts.ts';
import { certificateEnds } from '../store/certificates.ts';
import { factsOf } from '../store/facts.ts';
import { findHost, revokeHost } from '../store/hosts.ts';
import type { AdHocCommands } from './command-run.ts';
import type { Handlers } from './handler.ts';

/** The verbs about hosts, their facts, and commands on them. */
export const fleetHandlers = (
  { database, hub, audit }: Parts,
  commands: AdHocCommands,
): Handlers<'hosts.list' | 'hosts.revoke' | 'facts.get' | 'query' | 'command.run'> => ({
  'hosts.list': ({ where }) => {
    const ends = certificateEnds(database);
    const views = where === undefined ? viewHosts(database, hub.isLinked) : selectHosts(database, hub.isLinked, where);
    return views.map((view) => asRow(view, ends.get(view.host.name)));
  },
  'hosts.revoke': ({ host }, { operator }) => {
    if (findHost(database, host) === undefined) throw noHost(host);
    const revoked = database.transaction(() => {
      audit.record({ operator, verb: 'hosts.revoke', subject: host });
      return revokeHost(database, host);
    });
    hub.drop(host, 'it was revoked');
    return { revoked };
  },
  'facts.get': ({ host }) => {
    if (findHost(database, host) === undefined) throw noHost(host);
    const stored = factsOf(database, host);
    if (stored !== undefined) return { host, at: stored.at, facts: stored.facts };
    throw new ControllerError('no_facts', `${host} has not said anything about itself yet`);
  },
  query: ({ where, select }) =>
    selectHosts(database, hub.isLinked, where).map((view) => ({
      host: view.host.name,
      values: Object.fromEntries(select.map((path) => [path, selected(view, path)])),
    })),
  'command.run': (input, caller) => commands.run(input, caller),
});

const noHost = (host: string): ControllerError =>
  new ControllerError('not_found', `there is no host ${host}`, { hint: 'controller hosts lists them' });

function asRow({ host, labels, linked, facts }: HostView, certificateEnd = 0): HostRow {
  const os = facts()?.facts.os;
  return {
    name: host.name,
    address: host.address ?? '',
    labels: { ...labels },
    linked,
    lastSeen: linked ? Date.now() : host.lastSeen,
    agent: host.agent,
    os: os !== undefined && 'name' in os ? `${os.name} ${os.version}` : null,
    revoked: host.revoked,
    certificateEnd,
  };
}
