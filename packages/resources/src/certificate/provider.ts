import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { compare } from '../contract/compare.ts';
import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Prior } from '../contract/prior.ts';
import type { Observed, Provider, Write } from '../contract/provider.ts';
import { endingSoon } from '../host/ending.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { modeText } from '../host/paths.ts';
import { readEach } from '../host/read-each.ts';
import { lookAtFile, MAX_FILE_BYTES, putFile } from '../host/regular-file.ts';
import { issue } from './issue.ts';
import {
  authorityOf,
  certificateOf,
  dayOf,
  fingerprintOf,
  namesIn,
  normalNames,
  pairOf,
  typeOf,
  usagesIn,
} from './look.ts';
import type { CertificateParams } from './resource.ts';

export interface CertificateState {
  /** The fingerprint of a given certificate. */
  readonly certificate?: string;
  readonly names?: readonly string[];
  readonly usages?: readonly string[];
  /** Who signed it: a fingerprint, or `itself`. */
  readonly signedBy?: string;
  /** `valid`, or why it is to be made anew. */
  readonly validity?: string;
  /** Type of the key and whether it is the one of the certificate. */
  readonly key: string;
  readonly access: string;
  readonly keyAccess: string;
}

const DAY_MS = 86_400_000;
/** Clocks of hosts that use a new certificate may be a little behind. */
const BACKDATE_MS = 300_000;

const accessOf = (owner: string, group: string, mode: number): string => `${owner}:${group} ${modeText(mode)}`;

function want(params: CertificateParams): Partial<CertificateState> {
  const { owner, group, mode, keyMode, names, usages, keyType } = params;
  const access = { access: accessOf(owner, group, mode), keyAccess: accessOf(owner, group, keyMode) };
  if (params.pair !== undefined) {
    return {
      certificate: fingerprintOf(certificateOf(params.pair.certificate)),
      validity: 'valid',
      key: "the certificate's",
      ...access,
    };
  }
  const authority = authorityIn(params);
  const signedBy = authority === undefined ? 'itself' : fingerprintOf(authority);
  return {
    names: normalNames(names),
    usages: [...usages].sort(),
    signedBy,
    validity: validFor(params),
    key: `${keyType}, the certificate's`,
    ...access,
  };
}

/** Whose certificate has to stand behind it; nothing where it signs itself. */
function authorityIn({ authority, from, trusted }: CertificateParams): X509Certificate | undefined {
  const text = authority?.certificate ?? (from === undefined ? undefined : (trusted ?? ''));
  return text === undefined ? undefined : certificateOf(text);
}

/** How long one is valid that is made now: in a plan, this says when the next one is due. */
const validFor = ({ days }: CertificateParams): string => `valid (made for ${days} days)`;

/** A certificate and a key as they were found. */
interface Found {
  readonly certificate: X509Certificate;
  readonly key: KeyObject | undefined;
}

function stateOf(
  params: CertificateParams,
  { certificate, key }: Found,
): Omit<CertificateState, 'access' | 'keyAccess'> {
  const isPair = key !== undefined && certificate.checkPrivateKey(key);
  if (params.pair !== undefined) {
    const validity = certificate.validToDate.getTime() <= Date.now() ? endedOn(certificate) : 'valid';
    return {
      certificate: fingerprintOf(certificate),
      validity,
      key: isPair ? "the certificate's" : "not the certificate's",
    };
  }
  const type = key === undefined ? 'none' : typeOf(key);
  return {
    names: namesIn(certificate),
    usages: usagesIn(certificate),
    signedBy: signerOf(params, certificate),
    validity: validityOf(params, certificate),
    key: `${type}, ${isPair ? "the certificate's" : "not the certificate's"}`,
  };
}

function signerOf(params: CertificateParams, certificate: X509Certificate): string {
  const by = authorityIn(params);
  if (by !== undefined && certificate.checkIssued(by) && certificate.verify(by.publicKey)) return fingerprintOf(by);
  return certificate.verify(certificate.publicKey)
    ? 'itself'
    : `another authority (${certificate.issuer.replaceAll('\n', ', ')})`;
}

const endedOn = ({ validToDate }: Pick<X509Certificate, 'validToDate'>): string => `ended on ${dayOf(validToDate)}`;

function validityOf(params: CertificateParams, { validFromDate, validToDate }: X509Certificate): string {
  const { renewDays, days } = params;
  const now = Date.now();
  const life = validToDate.getTime() - validFromDate.getTime();
  const window = renewDays === undefined ? Math.min(life, days * DAY_MS) / 3 : renewDays * DAY_MS;
  if (validToDate.getTime() <= now) return endedOn({ validToDate });
  if (validFromDate.getTime() > now) return `begins on ${dayOf(validFromDate)} only`;
  return validToDate.getTime() - now <= window ? `ends on ${dayOf(validToDate)}, to be renewed` : validFor(params);
}

async function read(host: Host, params: CertificateParams): Promise<Observed<CertificateState>> {
  const [file, keyFile] = [await lookAtFile(host, params.path), await lookAtFile(host, params.keyPath)];
  if (file.is === 'unknown') return file;
  if (keyFile.is === 'unknown') return keyFile;
  if (file.is === 'absent') return { is: 'absent' };
  const certificate = attempt(() => new X509Certificate(Buffer.from(file.bytes ?? [])));
  const key = keyFile.is === 'absent' ? undefined : attempt(() => createPrivateKey(Buffer.from(keyFile.bytes ?? [])));
  const { owner, group, mode } = file.entry;
  const access = {
    access: accessOf(owner, group, mode),
    keyAccess:
      keyFile.is === 'absent' ? 'none' : accessOf(keyFile.entry.owner, keyFile.entry.group, keyFile.entry.mode),
  };
  if (certificate === undefined) return { is: 'present', state: { key: 'no certificate to go with', ...access } };
  return { is: 'present', state: { ...stateOf(params, { certificate, key }), ...access } };
}

/** Why what was given cannot be used. Reading does not ask: without the values of secrets it must still tell what is there. */
function wrongPair({ path, pair, authority }: CertificateParams): string | undefined {
  if (pair !== undefined) {
    const { certificate, key } = pairOf(pair);
    if (!certificate.checkPrivateKey(key))
      return `The key that is given for ${path} is not the one of its certificate.`;
    if (certificate.validToDate.getTime() < Date.now())
      return `The certificate that is given for ${path} ended on ${dayOf(certificate.validToDate)}.`;
  }
  if (authority === undefined) return undefined;
  const { certificate, key } = authorityOf(authority);
  if (!certificate.checkPrivateKey(key))
    return `The key of the authority of ${path} is not the one of its certificate.`;
  if (!certificate.ca) return `The authority of ${path} may not sign certificates: its own does not say so.`;
  const isOver = certificate.validToDate.getTime() < Date.now();
  return isOver ? `The authority of ${path} ended on ${dayOf(certificate.validToDate)}.` : undefined;
}

const attempt = <T>(parse: () => T): T | undefined => {
  try {
    return parse();
  } catch {
    return undefined;
  }
};

const encoder = new TextEncoder();

async function write(host: Host, { params, found }: Write<CertificateParams, CertificateState>): Promise<void> {
  const { path, keyPath, owner, group, mode, keyMode } = params;
  const wrong = wrongPair(params);
  if (wrong !== undefined)
    throw new ResourceError('bad_pair', wrong, {
      hint: 'Nothing was written. Give what belongs together and is valid.',
    });
  if (found.is === 'present' && isContentRight(want(params), found.state)) {
    await host.setAttributes(keyPath, { owner, group, mode: keyMode });
    return host.setAttributes(path, { owner, group, mode });
  }
  const [key, text] =
    params.pair === undefined ? await made(host, params) : [pairOf(params.pair).key, params.pair.certificate];
  // The key first: a certificate without its key is noticed and mended, whatever happens in between.
  await putFile(host, keyPath, { content: encoder.encode(pemOf(key)), owner, group, mode: keyMode });
  await putFile(host, path, { content: encoder.encode(`${text.trim()}\n`), owner, group, mode });
}

const isContentRight = (
  wanted: Partial<CertificateState>,
  { access, keyAccess, ...found }: CertificateState,
): boolean =>
  compare({ ...wanted, access, keyAccess }, { is: 'present', state: { ...found, access, keyAccess } }).length === 0;

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

async function made(host: Host, params: CertificateParams): Promise<readonly [KeyObject, string]> {
  const key = (await keptKey(host, params)) ?? newKey(params.keyType);
  if (params.from === 'controller') return [key, await signedByController(host, params, key)];
  const authority = params.authority === undefined ? undefined : authorityOf(params.authority);
  const now = Date.now();
  const end = Math.min(
    now + params.days * DAY_MS,
    authority?.certificate.validToDate.getTime() ?? Number.POSITIVE_INFINITY,
  );
  const text = issue(
    {
      names: normalNames(params.names),
      usages: params.usages,
      key,
      notBefore: new Date(now - BACKDATE_MS),
      notAfter: new Date(end),
    },
    authority,
  );
  return [key, params.authority === undefined ? text : `${text.trim()}\n${params.authority.certificate.trim()}`];
}

async function signedByController(host: Host, { path, names }: CertificateParams, key: KeyObject): Promise<string> {
  const text = await host.certify?.({ path, names, key });
  if (text === undefined)
    throw new ResourceError('no_controller', `${path} cannot be signed here: there is no controller to ask.`);
  return text;
}

/** The key that is there, if it is of the wanted type: programs that start between two writes find a pair. */
async function keptKey(host: Host, { keyPath, keyType, owner }: CertificateParams): Promise<KeyObject | undefined> {
  const entry = await host.stat(keyPath);
  if (entry?.type !== 'file' || (entry.mode & 0o007) !== 0 || entry.size > MAX_FILE_BYTES) return undefined;
  // It is written anew for its owner, who must not get another's by that.
  const bytes = await host.readFile(keyPath, { owner });
  const key = attempt(() => createPrivateKey(Buffer.from(bytes)));
  return key !== undefined && typeOf(key) === keyType ? key : undefined;
}

function newKey(type: CertificateParams['keyType']): KeyObject {
  switch (type) {
    case 'ec':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
  }
}

/** When a certificate ends, in milliseconds since 1970; nothing where there is none that can be read. */
const endOf = (find: (() => X509Certificate | undefined) | undefined): number | undefined =>
  find && attempt(find)?.validToDate.getTime();

/** Which key lies there, without the key. */
async function keyPrint(host: Host, path: string): Promise<string | null> {
  const file = await lookAtFile(host, path);
  if (file.is !== 'file') return null;
  const key = attempt(() => createPublicKey(Buffer.from(file.bytes ?? [])));
  return key === undefined ? 'unreadable' : fingerprintOf(key);
}

/** Keys are not kept, only which one it was. */
async function capture(host: Host, { path, keyPath }: CertificateParams): Promise<Prior> {
  return { paths: await capturePaths(host, [path]), state: { key: await keyPrint(host, keyPath) } };
}

async function restore(host: Host, { keyPath }: CertificateParams, { paths = {}, state = {} }: Prior): Promise<void> {
  const now = await keyPrint(host, keyPath);
  if (typeof state.key === 'string' && state.key !== now) {
    throw new ResourceError('no_prior', `The former key in ${keyPath} cannot be brought back: keys are not kept.`, {
      hint: 'Apply the site that gave or made it.',
    });
  }
  await restorePaths(host, paths);
  if (state.key === null && now !== null) await host.removeEntry(keyPath);
}

/** Certificates: read and made by Node itself; nothing of OpenSSL's programs is needed on the host. */
export const certificateProvider: Provider<CertificateParams, CertificateState> = {
  want,
  warnings: (params) =>
    endingSoon({
      'the given certificate': endOf(params.pair && (() => certificateOf(params.pair?.certificate ?? ''))),
      'its authority': endOf(() => authorityIn(params)),
    }),
  read: (host, wanted) => readEach(wanted, (params) => read(host, params)),
  async write(host, changes) {
    for (const change of changes) await write(host, change);
  },
  capture,
  restore,
  async remove(host, { path, keyPath }) {
    for (const each of [path, keyPath]) if ((await host.stat(each))?.type === 'file') await host.removeEntry(each);
  },
};
