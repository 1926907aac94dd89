import { verify, X509Certificate } from 'node:crypto';
import type { Admitted, ToAgentOf } from '@rolecall/protocol';
import { AgentError, messageOf } from '../error.ts';

/** The list of packs that may be loaded, as it was signed. */
export type SignedList = Pick<ToAgentOf<'packs'>, 'admitted' | 'signature' | 'certificate'>;

export interface AdmittedPacks {
  /** When the list was made, by the controller's clock. */
  readonly at: number;
  readonly packs: ReadonlySet<string>;
}

/** Extended key usage "code signing" (RFC 5280 section 4.2.1.12): neither a host's certificate has it nor the server's. */
const SIGNS_CODE = '1.3.6.1.5.5.7.3.3';

/**
 * Reads a list that the controller's authority stands behind. `ca`: that authority's certificate; `now`: left out where the list was accepted
 * before. Throws `packs_refused` for every other.
 */
export function readAdmitted(
  { admitted, signature, certificate }: SignedList,
  ca: string,
  now?: number,
): AdmittedPacks {
  try {
    const signer = new X509Certificate(certificate);
    refuseSigner(signer, new X509Certificate(ca), now);
    const signed = verify('sha256', Buffer.from(admitted), signer.publicKey, Buffer.from(signature, 'base64'));
    if (!signed) throw new Error('it is not what was signed');
    const { schema, at, packs } = JSON.parse(admitted) as Admitted;
    if (schema !== 'rolecall/admitted/1') throw new Error('it is no list of packs');
    return { at, packs: new Set(packs) };
  } catch (cause) {
    throw new AgentError('packs_refused', `a list of admitted packs is refused: ${messageOf(cause)}`, { cause });
  }
}

function refuseSigner(signer: X509Certificate, ca: X509Certificate, now: number | undefined): void {
  if (!signer.checkIssued(ca) || !signer.verify(ca.publicKey))
    throw new Error("its certificate is not from this host's controller");
  if (signer.ca || signer.keyUsage?.join() !== SIGNS_CODE) throw new Error('its certificate is not for signing packs');
  if (now === undefined) return;
  if (now < signer.validFromDate.getTime() || now > signer.validToDate.getTime())
    throw new Error('its certificate is not valid now');
}
