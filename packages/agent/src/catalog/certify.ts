import { createPublicKey, sign } from 'node:crypto';
import { serviceCertificateText } from '@rolecall/protocol/services-authority';
import type { Host } from '@rolecall/resources';
import { ResourceError } from '@rolecall/resources/error';
import { type ControllerAddress, type Identity, postJson } from './client.ts';
import { fetchWithRetries } from './fetch-with-retries.ts';

/** Two minutes on the average, four at most, while nothing can be reached: work goes on while a host is away. */
const TRIES = 8;

/** Has the controller sign a certificate that a piece of work declares: the key is made here and stays here. */
export const certifyFor =
  (
    { address, identity }: { readonly address: ControllerAddress; readonly identity: Identity },
    assignment: string,
  ): NonNullable<Host['certify']> =>
  async ({ path, names, key }) => {
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    const text = Buffer.from(serviceCertificateText(assignment, path, publicKey));
    const proof = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', text, key).toString('base64');
    const asked = { assignment, path, names, publicKey, proof };
    const ask = () => postJson(address, identity, '/service-certificate', asked);
    const { status, body } = await fetchWithRetries(ask, TRIES);
    if (status === 200 && typeof body.certificate === 'string') return body.certificate;
    const said = (body.error as { readonly message?: unknown } | undefined)?.message;
    throw new ResourceError(
      'not_certified',
      `The controller signed nothing for ${path}: ${said ?? `status ${status}`}.`,
    );
  };
