import { verify, type X509Certificate } from 'node:crypto';
import { type FromAgentOf, type HostId, renewalText } from '@rolecall/protocol';
import type { Authority } from '../authority/authority.ts';
import { readPublicKey } from '../authority/key.ts';
import { ControllerError } from '../error.ts';
import { addCertificate, identityNamed } from '../store/certificates.ts';
import type { Database } from '../store/database.ts';

/** Asked for before this part of a certificate's life is over, a new one is refused: agents ask in the last third. */
const NOT_BEFORE = 1 / 2;

/**
 * The next certificate of an identity, for a key that its host has just made, in PEM. It is recorded before it is answered; the one in
 * use stays good until this one was used.
 * @throws ControllerError `bad_renewal`
 */
export async function renew(
  { database, authority }: { readonly database: Database; readonly authority: Authority },
  hostId: HostId,
  inUse: X509Certificate,
  { publicKey, proof }: FromAgentOf<'renew'>,
): Promise<string> {
  const [from, to] = [inUse.validFromDate.getTime(), inUse.validToDate.getTime()];
  if (Date.now() < from + (to - from) * NOT_BEFORE) throw refused('its certificate is good for long yet');
  const key = readPublicKey(publicKey);
  const text = Buffer.from(renewalText(inUse.serialNumber.toLowerCase(), publicKey));
  if (key === undefined || key.equals(inUse.publicKey)) throw refused('it sent no new public key on P-256');
  if (!verify('sha256', text, key, Buffer.from(proof, 'base64')))
    throw refused('it did not prove that it holds its new key');
  const issued = await authority.issueFor(hostId, publicKey);
  if (issued === undefined) throw refused('it sent no new public key on P-256');
  return database.transaction(() => {
    // Signing took its time: the host may have been enrolled again or revoked meanwhile.
    const identity = identityNamed(database, hostId);
    if (identity === undefined || identity.superseded !== null || identity.revoked !== null)
      throw refused('it is not enrolled any longer');
    addCertificate(database, hostId, issued);
    return issued.pem;
  });
}

const refused = (reason: string): ControllerError => new ControllerError('bad_renewal', reason);
