import { request } from 'node:https';
import { type ControllerAddress, type Identity, tlsOptions } from '../catalog/client.ts';

/** What the controller makes of a certificate: nothing where it could not be asked. */
export type Tried = 'good' | 'refused' | undefined;

const ANSWER_WITHIN_MS = 30_000;

/** Shows a certificate to the controller on a connection of its own. Shown once, a good one is the only one that is good. */
export function tryCertificate(address: ControllerAddress, identity: Identity): Promise<Tried> {
  return new Promise((resolve) => {
    const url = new URL('/certificate', address.url);
    const asked = request(
      url,
      { ...tlsOptions(address, identity), agent: false, timeout: ANSWER_WITHIN_MS },
      (answer) => {
        answer.resume();
        const status = answer.statusCode ?? 0;
        resolve(status === 200 ? 'good' : status === 403 ? 'refused' : undefined);
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`it did not answer within ${ANSWER_WITHIN_MS} ms`)));
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}
