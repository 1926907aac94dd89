import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerError } from '../error.ts';
import { writeDurably } from '../store/write-file.ts';
import { type Issued, issueCa, issueService, type ServiceSubject } from './issue.ts';
import { type KeyPair, keyFrom } from './key.ts';

/** One of the authorities that there are at a time: the one that signs, the next one, the former one. */
export interface Generation {
  readonly number: number;
  readonly is: 'next' | 'signing' | 'former';
  /** In PEM. */
  readonly certificate: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

const DAY_MS = 86_400_000;

/**
 * The controller's authority for services. It is another than the one that agents and controller know each other by, so that no certificate
 * of a service opens the link. Its own key is changed in three steps, with an apply after each: the next one is trusted beside it, then signs,
 * then the former one is no longer trusted.
 */
export class ServicesAuthority {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the authority in this folder, or founds it. */
  static async open(folder: string): Promise<ServicesAuthority> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const authority = new ServicesAuthority(folder);
    if (!existsSync(authority.#signingFile)) {
      await authority.#make(1);
      authority.#sign(1);
    }
    return authority;
  }

  /** The newest first. */
  get generations(): readonly Generation[] {
    const signing = this.#signing;
    return this.#numbers.map((number) => {
      const certificate = readFileSync(this.#file(number, 'crt'), 'utf8');
      const is = number === signing ? 'signing' : number > signing ? 'next' : 'former';
      return { number, is, certificate, notAfter: new X509Certificate(certificate).validToDate.getTime() };
    });
  }

  /** The certificates that are to be trusted, in PEM: the one that signs first. */
  get bundle(): string {
    const all = this.generations;
    const order = [...all.filter(({ is }) => is === 'signing'), ...all.filter(({ is }) => is !== 'signing')];
    return order.map(({ certificate }) => `${certificate.trim()}\n`).join('');
  }

  /** Signs; never for longer than the authority itself is valid. */
  async issueFor(subject: ServiceSubject): Promise<Issued> {
    const signing = this.generations.find(({ is }) => is === 'signing');
    const left = ((signing?.notAfter ?? 0) - Date.now()) / DAY_MS;
    if (signing === undefined || left <= 0) throw new ControllerError('authority_ended', 'the authority has ended');
    return issueService(this.#keysOf(signing.number), nameOf(signing.number), {
      ...subject,
      days: Math.min(subject.days, left),
    });
  }

  /** Makes the next one, which is trusted from the next apply on and signs nothing yet. @throws ControllerError where there is one */
  async prepare(): Promise<void> {
    const [newest = 0] = this.#numbers;
    if (this.generations.length > 1) throw wrongStep('it is being changed already');
    await this.#make(newest + 1);
  }

  /** Lets the next one sign. @throws ControllerError where there is none */
  switch(): void {
    const next = this.generations.find(({ is }) => is === 'next');
    if (next === undefined) throw wrongStep('there is no next one');
    this.#sign(next.number);
  }

  /** Forgets the former one. @throws ControllerError where there is none */
  retire(): void {
    const former = this.generations.filter(({ is }) => is === 'former');
    if (former.length === 0) throw wrongStep('there is no former one');
    for (const { number } of former) {
      for (const end of ['crt', 'key'] as const) rmSync(this.#file(number, end), { force: true });
    }
  }

  async #make(number: number): Promise<void> {
    const { pem } = await issueCa(this.#keysOf(number), nameOf(number));
    writeDurably(this.#file(number, 'crt'), pem, 0o644);
  }

  #keysOf(number: number): KeyPair {
    return keyFrom(this.#file(number, 'key'));
  }

  #sign(number: number): void {
    writeDurably(this.#signingFile, `${number}\n`, 0o600);
  }

  get #signing(): number {
    return Number(readFileSync(this.#signingFile, 'utf8'));
  }

  get #numbers(): readonly number[] {
    const names = readdirSync(this.#folder).flatMap((name) => /^(\d+)\.crt$/.exec(name)?.[1] ?? []);
    return names.map(Number).sort((a, b) => b - a);
  }

  get #signingFile(): string {
    return join(this.#folder, 'signing');
  }

  #file(number: number, end: 'crt' | 'key'): string {
    return join(this.#folder, `${number}.${end}`);
  }
}

/** Each has a name of its own, so that a client finds the right one among several. */
const nameOf = (number: number): string => `CN=Rolecall services authority ${number}`;

const wrongStep = (why: string): ControllerError =>
  new ControllerError('wrong_step', `the authority for services cannot take that step: ${why}`, {
    hint: 'see where it stands: controller authority   (prepare, apply, switch, apply, retire)',
  });
