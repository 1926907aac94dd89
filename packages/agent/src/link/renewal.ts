import { createPublicKey, sign, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FromAgentOf, ToAgentOf } from '@rolecall/protocol';
import { renewalText } from '@rolecall/protocol/renewal-text';
import type { ControllerAddress, Identity } from '../catalog/client.ts';
import { dropRenewed, keepRenewed, renewedKey, takeRenewed } from '../enrol/renewed.ts';
import { messageOf } from '../error.ts';
import type { Log } from '../log.ts';
import type { settingsFiles } from '../settings.ts';
import { tryCertificate } from './try-certificate.ts';

/** Timers cannot wait longer than 24 days, and clocks are set: it is looked at anew this often. */
const LOOK_MS = 6 * 3_600_000;
/** A request that was not answered is made again after this. */
const AGAIN_MS = 600_000;
/** How often it is looked whether the link may be made anew. */
const QUIET_MS = 500;

export interface RenewalOptions {
  readonly files: ReturnType<typeof settingsFiles>;
  readonly address: ControllerAddress;
  /** The controller's clock, in milliseconds since 1970. */
  readonly now: () => number;
  readonly send: (message: FromAgentOf<'renew'>) => void;
  /** Whether a new link would leave no question unanswered. */
  readonly isQuiet: () => boolean;
  /** Makes the link anew, with the certificate that is in use then. */
  readonly relink: () => void;
  readonly log: Log;
  readonly random: () => number;
}

/**
 * Renews this host's certificate in the last third of its life, with a key that is made here: it is asked for over the link, tried on
 * a connection of its own, and only then takes the old one's place.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  /** Where in the time for it this host renews: a fleet that was enrolled at once does not renew at once. */
  readonly #share: number;
  #timer: NodeJS.Timeout | undefined;
  /** The certificate for which another was asked. */
  #asked: string | undefined;

  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#share = options.random();
  }

  /** There is a link; requests come within `spreadMs` at the earliest. */
  linked(spreadMs: number): void {
    this.#wait(this.#options.random() * spreadMs);
  }

  /** There is none any longer. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** What the controller answered. Never throws: an agent without a new certificate has the old one. */
  async take({ certificate }: ToAgentOf<'certificate'>): Promise<void> {
    const { files, address, log } = this.#options;
    try {
      // Enrolled anew in the meantime, or never asked: this is not for the identity that this host has now.
      if (this.#asked !== readFileSync(files.certificate, 'utf8')) return;
      keepRenewed(files, certificate);
      const fresh: Identity = {
        certificateFile: files.renewedCertificate,
        keyFile: files.renewedKey,
        caFile: files.ca,
      };
      const tried = await tryCertificate(address, fresh);
      if (tried === 'refused') {
        dropRenewed(files);
        log('error', 'the controller refuses the certificate that it has just issued; the old one stays in use');
      }
      // Where nothing was heard it may have been counted as used: the next link is made with it.
      if (tried === undefined) log('warning', 'the new certificate could not be tried; the next link shows it');
      if (tried !== 'good' || !takeRenewed(files)) return;
      log('info', 'the certificate was renewed', { until: new X509Certificate(certificate).validTo });
      this.#relinkWhenQuiet();
    } catch (thrown) {
      log('error', `the certificate could not be renewed: ${messageOf(thrown)}`);
    }
  }

  #wait(atLeastMs: number): void {
    clearTimeout(this.#timer);
    const due = Math.max(this.#due() - this.#options.now(), atLeastMs);
    this.#timer = setTimeout(() => this.#look(), Math.min(due, LOOK_MS));
    this.#timer.unref();
  }

  #look(): void {
    if (this.#due() > this.#options.now()) {
      this.#wait(0);
      return;
    }
    try {
      this.#ask();
    } catch (thrown) {
      this.#options.log('error', `no new certificate can be asked for: ${messageOf(thrown)}`);
    }
    this.#wait(AGAIN_MS * (0.5 + this.#options.random()));
  }

  /** In the first half of the last third of the certificate's life. */
  #due(): number {
    const { validFromDate, validToDate } = new X509Certificate(readFileSync(this.#options.files.certificate));
    const third = (validToDate.getTime() - validFromDate.getTime()) / 3;
    return validToDate.getTime() - third + (this.#share * third) / 2;
  }

  #ask(): void {
    const { files, send } = this.#options;
    const inUse = readFileSync(files.certificate, 'utf8');
    const key = renewedKey(files);
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
    const text = renewalText(new X509Certificate(inUse).serialNumber.toLowerCase(), publicKey);
    this.#asked = inUse;
    send({ type: 'renew', publicKey, proof: sign('sha256', Buffer.from(text), key).toString('base64') });
  }

  #relinkWhenQuiet(): void {
    clearTimeout(this.#timer);
    if (this.#options.isQuiet()) {
      this.#options.relink();
      return;
    }
    this.#timer = setTimeout(() => this.#relinkWhenQuiet(), QUIET_MS);
    this.#timer.unref();
  }
}
