import type { HostId, HostName } from '@rolecall/protocol';
import { addCertificate } from './certificates.ts';
import type { Database } from './database.ts';

/** A host as the store knows it. Times are milliseconds since 1970. */
export interface StoredHost {
  readonly name: HostName;
  /** As given at its enrolment; those of a site win over them (`labelsFromSites`). */
  readonly labels: Readonly<Record<string, string>>;
  /** The source address of its route to the controller, as it first was. */
  readonly address: string | null;
  readonly lastSeen: number | null;
  readonly agent: string | null;
  readonly revoked: boolean;
}

interface HostRecord {
  readonly name: HostName;
  readonly labels: string;
  readonly address: string | null;
  readonly last_seen: number | null;
  readonly agent: string | null;
  readonly revoked: number | null;
}

/** A certificate that was given to a host. */
export interface NewIdentity {
  readonly id: HostId;
  readonly serial: string;
  readonly notAfter: number;
  /** The host's public sealing key: 32 bytes in base64. */
  readonly sealingKey: string;
}

const asHost = (row: HostRecord): StoredHost => ({
  name: row.name,
  labels: JSON.parse(row.labels) as Record<string, string>,
  address: row.address,
  lastSeen: row.last_seen,
  agent: row.agent,
  revoked: row.revoked !== null,
});

/** All hosts ever enrolled, by name. */
export const listHosts = (database: Database): readonly StoredHost[] =>
  database.all<HostRecord>('SELECT * FROM host ORDER BY name').map(asHost);

export function findHost(database: Database, name: string): StoredHost | undefined {
  const row = database.get<HostRecord>('SELECT * FROM host WHERE name = ?', name);
  return row === undefined ? undefined : asHost(row);
}

/** Adds a host or takes it back in with a new identity: what it had before is superseded. */
export function enrolHost(
  database: Database,
  name: HostName,
  labels: Readonly<Record<string, string>>,
  identity: NewIdentity,
): void {
  const now = Date.now();
  database.run(
    `INSERT INTO host (name, labels, enrolled) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET labels = excluded.labels, enrolled = excluded.enrolled, revoked = NULL`,
    name,
    JSON.stringify(labels),
    now,
  );
  database.run('UPDATE identity SET superseded = ? WHERE host = ? AND superseded IS NULL', now, name);
  database.run(
    'INSERT INTO identity (id, host, serial, not_after, sealing_key) VALUES (?, ?, ?, ?, ?)',
    identity.id,
    name,
    identity.serial,
    identity.notAfter,
    identity.sealingKey,
  );
  addCertificate(database, identity.id, identity);
}

/** False where there is no such host or it was revoked before. */
export const revokeHost = (database: Database, name: HostName): boolean =>
  database.run('UPDATE host SET revoked = ? WHERE name = ? AND revoked IS NULL', Date.now(), name) > 0;

export const noteLink = (database: Database, name: HostName, agent: string, boot: string): number =>
  database.run('UPDATE host SET last_seen = ?, agent = ?, boot = ? WHERE name = ?', Date.now(), agent, boot, name);

/** The address is kept as first seen: a change of it is for the site's author to approve. */
export const noteAddress = (database: Database, name: HostName, address: string): number =>
  database.run('UPDATE host SET address = ? WHERE name = ? AND address IS NULL', address, name);

export const noteSeen = (database: Database, name: HostName, at: number): number =>
  database.run('UPDATE host SET last_seen = ? WHERE name = ?', at, name);

/** The key to which secrets for this host are sealed. */
export const sealingKeyOf = (database: Database, name: HostName): string | undefined =>
  database.get<{ sealing_key: string }>('SELECT sealing_key FROM identity WHERE host = ? AND superseded IS NULL', name)
    ?.sealing_key;

/** The host that holds an identity which was not superseded. */
export const hostOfIdentity = (database: Database, id: string): HostName | undefined =>
  database.get<{ host: HostName }>('SELECT host FROM identity WHERE id = ? AND superseded IS NULL', id)?.host;
