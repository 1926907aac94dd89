import { sign, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { HostId } from '@rolecall/protocol';
import { writeDurably } from '../store/write-file.ts';
import { HOST_DAYS, type Issued, issueCa, issueHost, issuePacks, issueServer, SERVER_DAYS } from './issue.ts';
import { type KeyPair, keyFrom, pinOf, readPublicKey } from './key.ts';

const DAY_MS = 86_400_000;

/** How long certificates live, in days; shorter in tests. */
export interface Lifetimes {
  readonly hostDays: number;
  readonly serverDays: number;
}

const LIFETIMES: Lifetimes = { hostDays: HOST_DAYS, serverDays: SERVER_DAYS };
/** A server's certificate is made anew when less than this part of its life is left: 60 of its 397 days. */
const RENEW_SERVER_AT = 60 / SERVER_DAYS;

/** What TLS wants. */
export interface ServerIdentity {
  readonly key: string;
  readonly certificate: string;
}

/** The controller's own certificate authority: every host's certificate and the server's come from it and from nowhere else. */
export class Authority {
  readonly #folder: string;
  readonly #ca: KeyPair;
  readonly #server: KeyPair;
  readonly #certificate: X509Certificate;
  readonly #lifetimes: Lifetimes;

  private constructor(folder: string, ca: KeyPair, server: KeyPair, lifetimes: Lifetimes) {
    this.#lifetimes = lifetimes;
    this.#folder = folder;
    this.#ca = ca;
    this.#server = server;
    this.#certificate = new X509Certificate(readFileSync(join(folder, 'ca.crt')));
  }

  /** Opens the authority in this folder, or founds it. The keys stay; only the server's certificate is ever renewed. */
  static async open(folder: string, lifetimes = LIFETIMES): Promise<Authority> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const ca = keyFrom(join(folder, 'ca.key'));
    const file = join(folder, 'ca.crt');
    if (!existsSync(file)) writeDurably(file, (await issueCa(ca)).pem, 0o644);
    return new Authority(folder, ca, keyFrom(join(folder, 'server.key')), lifetimes);
  }

  /** The authority's certificate, which agents trust, in PEM. */
  get certificate(): string {
    return this.#certificate.toString();
  }

  /** What the enrolment line pins: the server's own key, kept over renewals. */
  get pin(): string {
    return pinOf(this.#server.publicKey);
  }

  /** The server's certificate for these names, renewed where it is old or lacks one. */
  async serverIdentity(names: readonly string[]): Promise<ServerIdentity> {
    const file = join(this.#folder, 'server.crt');
    const { serverDays } = this.#lifetimes;
    const before = serverDays * DAY_MS * RENEW_SERVER_AT;
    if (!existsSync(file) || !isFit(new X509Certificate(readFileSync(file)), names, before)) {
      writeDurably(file, (await issueServer(this.#ca, this.#server.publicKey, names, serverDays)).pem, 0o644);
    }
    const key = this.#server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { key, certificate: readFileSync(file, 'utf8') };
  }

  /** A certificate for the key of one host; nothing where `publicKey` is not a P-256 key in PEM. */
  async issueFor(hostId: HostId, publicKey: string, days = this.#lifetimes.hostDays): Promise<Issued | undefined> {
    const key = readPublicKey(publicKey);
    return key === undefined ? undefined : issueHost(this.#ca, key, hostId, days);
  }

  /** Signs the list of admitted packs, with a key that is for nothing else and a certificate that says so. */
  async signPacks(text: string): Promise<{ readonly signature: string; readonly certificate: string }> {
    const key = keyFrom(join(this.#folder, 'packs.key'));
    const file = join(this.#folder, 'packs.crt');
    if (
      !existsSync(file) ||
      !isFit(new X509Certificate(readFileSync(file)), [], DAY_MS * SERVER_DAYS * RENEW_SERVER_AT)
    )
      writeDurably(file, (await issuePacks(this.#ca, key.publicKey)).pem, 0o644);
    const signature = sign('sha256', Buffer.from(text), key.privateKey).toString('base64');
    return { signature, certificate: readFileSync(file, 'utf8') };
  }

  /** Whether this authority made the certificate. */
  made(certificate: X509Certificate): boolean {
    return certificate.checkIssued(this.#certificate) && certificate.verify(this.#ca.publicKey);
  }
}

function isFit(certificate: X509Certificate, names: readonly string[], beforeMs: number): boolean {
  if (certificate.validToDate.getTime() - Date.now() < beforeMs) return false;
  return names.every((name) =>
    isIP(name) === 0 ? certificate.checkHost(name) !== undefined : certificate.checkIP(name) !== undefined,
  );
}
