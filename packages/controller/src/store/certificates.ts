import type { HostId, HostName } from '@rolecall/protocol';
import type { Database } from './database.ts';

/** An identity of a host, as the store knows it. */
export interface StoredIdentity {
  readonly id: HostId;
  readonly host: HostName;
  /** That of the newest certificate that was used. */
  readonly generation: number;
  readonly superseded: number | null;
  readonly revoked: number | null;
}

/** Certificates that an identity may have beside those that it used: more were asked for by somebody who does not use them. */
const MAX_UNUSED = 8;

export const identityNamed = (database: Database, id: string): StoredIdentity | undefined =>
  database.get<StoredIdentity>(
    `SELECT identity.id, identity.host, generation, superseded, revoked FROM identity JOIN host ON host.name = identity.host
     WHERE id = ?`,
    id,
  );

/** Which of its identity's certificates this is: 1 was the first. */
export const generationOf = (database: Database, identity: HostId, serial: string): number | undefined =>
  database.get<{ generation: number }>(
    'SELECT generation FROM certificate WHERE serial = ? AND identity = ?',
    serial,
    identity,
  )?.generation;

/** Records a certificate after those that its identity had; what has expired is forgotten. */
export function addCertificate(
  database: Database,
  identity: HostId,
  { serial, notAfter }: { readonly serial: string; readonly notAfter: number },
): number {
  const of = 'FROM certificate WHERE identity = ?';
  const newest =
    database.get<{ newest: number | null }>(`SELECT max(generation) AS newest ${of}`, identity)?.newest ?? 0;
  const generation = newest + 1;
  database.run(
    `DELETE ${of} AND (not_after < ? OR generation BETWEEN 1 + (SELECT generation FROM identity WHERE id = ?) AND ?)`,
    identity,
    Date.now(),
    identity,
    newest - MAX_UNUSED,
  );
  database.run('INSERT INTO certificate VALUES (?, ?, ?, ?)', serial, identity, generation, notAfter);
  return generation;
}

/** From now on the certificates before this one are refused. */
export const useCertificate = (
  database: Database,
  identity: HostId,
  generation: number,
  { serial, notAfter }: { readonly serial: string; readonly notAfter: number },
): number =>
  database.run(
    'UPDATE identity SET serial = ?, not_after = ?, generation = ? WHERE id = ? AND generation < ?',
    serial,
    notAfter,
    generation,
    identity,
    generation,
  );

/** When the certificates end that the hosts use now, in milliseconds since 1970, by host. */
export const certificateEnds = (database: Database): ReadonlyMap<HostName, number> =>
  new Map(
    database
      .all<{ host: HostName; not_after: number }>('SELECT host, not_after FROM identity WHERE superseded IS NULL')
      .map(({ host, not_after }) => [host, not_after]),
  );
