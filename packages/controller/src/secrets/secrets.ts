import { randomInt } from 'node:crypto';
import { type HostName, type SealedSecret, SecretName } from '@rolecall/protocol';
import { seal } from '@rolecall/protocol/sealed-box';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { ControllerError } from '../error.ts';
import type { SecretSealer } from '../hub/contract.ts';
import type { Database } from '../store/database.ts';
import { sealingKeyOf } from '../store/hosts.ts';
import { addVersion, currentSecrets, dropValues, lastVersion } from '../store/secrets.ts';
import { ageIdentity } from './key-file.ts';

/** Bytes. A box of one holds it in a message with room for others. */
const MAX_VALUE_BYTES = 32_768;
/** As on hosts: shorter values would be found in the middle of words. */
export const SHORTEST_HIDDEN = 6;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

interface Current {
  readonly version: number;
  readonly value: string;
}

/** Values of secrets: on disk only as age files, in memory as long as the controller runs, elsewhere only sealed to a host. */
export class Secrets implements SecretSealer {
  readonly #database: Database;
  readonly #recipient: string;
  readonly #current = new Map<string, Current>();
  /** Changes come one after another, so that two at once do not make one version. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, recipient: string) {
    this.#database = database;
    this.#recipient = recipient;
  }

  /** Opens every current value with the key in `keyFile`. @throws ControllerError `wrong_key` where it is another's. */
  static async open(database: Database, keyFile: string): Promise<Secrets> {
    const identity = await ageIdentity(keyFile);
    const secrets = new Secrets(database, await identityToRecipient(identity));
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    for (const { name, version, ciphertext } of currentSecrets(database)) {
      try {
        secrets.#current.set(name, { version, value: await decrypter.decrypt(ciphertext, 'text') });
      } catch (cause) {
        throw new ControllerError('wrong_key', `${keyFile} does not open the secret ${name}`, {
          hint: 'put back the key file that belongs to this store',
          cause,
        });
      }
    }
    return secrets;
  }

  /**
   * Stores a new version and answers its number; the same value again stays the version that it is. `noted` records it in the same
   * transaction.
   */
  set(name: string, value: string, noted: (version: number) => void = () => {}): Promise<number> {
    const size = Buffer.byteLength(value);
    if (size < 1 || size > MAX_VALUE_BYTES) {
      const error = new ControllerError(
        'bad_secret',
        `the secret ${name} has ${size} bytes: 1 to ${MAX_VALUE_BYTES} are possible`,
      );
      return Promise.reject(error);
    }
    return this.#inTurn(() => this.#store(name, value, noted));
  }

  async ensureGenerated(wanted: readonly { readonly name: string; readonly length: number }[]): Promise<void> {
    for (const { name, length } of wanted) {
      await this.#inTurn(async () => {
        if (!this.#current.has(name)) await this.#store(name, randomText(length), () => {});
      });
    }
  }

  /** Forgets the value and its earlier ones; the numbers of its versions are never used again. */
  remove(name: string): Promise<boolean> {
    return this.#inTurn(async () => {
      dropValues(this.#database, name);
      return this.#current.delete(name);
    });
  }

  versions(names: readonly string[]): readonly { readonly name: string; readonly version: number }[] {
    return names.map((name) => ({ name, version: this.#find(name).version }));
  }

  look<T>(name: string, at: (value: string) => T): T | undefined {
    const current = this.#current.get(name);
    return current === undefined ? undefined : at(current.value);
  }

  sealFor(host: HostName, names: readonly string[]): readonly SealedSecret[] {
    if (names.length === 0) return [];
    const key = sealingKeyOf(this.#database, host);
    if (key === undefined)
      throw new ControllerError('unknown_host', `${host} is not enrolled, so no secret can be sealed to it`);
    return names.map((name) => {
      const { version, value } = this.#find(name);
      return { name: SecretName.parse(name), version, box: seal(key, value) };
    });
  }

  /** A text without the current values, as far as they are long enough to be told from other words. */
  hide(text: string): string {
    const values = [...this.#current.values()]
      .map(({ value }) => value)
      .filter(({ length }) => length >= SHORTEST_HIDDEN);
    return values
      .toSorted((a, b) => b.length - a.length)
      .reduce((shown, value) => shown.replaceAll(value, '***'), text);
  }

  #find(name: string): Current {
    const found = this.#current.get(name);
    if (found !== undefined) return found;
    throw new ControllerError('unknown_secret', `the secret ${name} is not set`, {
      hint: `set it with: controller secrets set ${name}`,
    });
  }

  async #store(name: string, value: string, noted: (version: number) => void): Promise<number> {
    const current = this.#current.get(name);
    if (current?.value === value) {
      noted(current.version);
      return current.version;
    }
    const encrypter = new Encrypter();
    encrypter.addRecipient(this.#recipient);
    const ciphertext = await encrypter.encrypt(value);
    const version = lastVersion(this.#database, name) + 1;
    this.#database.transaction(() => {
      addVersion(this.#database, { name, version, ciphertext });
      noted(version);
    });
    this.#current.set(name, { version, value });
    return version;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

const randomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
