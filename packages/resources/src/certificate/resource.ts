import { secretsIn } from '@rolecall/protocol/secret-marker';
import { SERVICES_AUTHORITY } from '@rolecall/protocol/services-authority';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, fileMode } from '../contract/schema.ts';

const pem = z.string().min(1).max(100_000);

const pair = z.strictObject({
  certificate: pem.describe('The certificate, and those of intermediate authorities behind it, as PEM.'),
  key: pem.describe('Its private key, as PEM: a secret.'),
});

const name = z
  .string()
  .max(253)
  .regex(/^(\*\.)?[A-Za-z0-9_:]([A-Za-z0-9._:-]*[A-Za-z0-9])?$/, 'a name is a host name or an address')
  .refine((text) => secretsIn(text).length === 0, 'a name cannot hold a secret: names are shown');

const params = z
  .strictObject({
    path: absolutePath.describe('The file of the certificate, as PEM. This is its key.'),
    keyPath: absolutePath.describe('The file of its private key, as PEM (PKCS #8).'),
    pair: pair
      .optional()
      .describe(
        'A `certificate` and its `key` that exist already; the key is a secret. Left out: they are made on the host.',
      ),
    authority: pair
      .optional()
      .describe(
        'The `certificate` and `key` (a secret) of the authority that signs it. Left out, and no `pair`: it is signed by itself.',
      ),
    from: z
      .literal('controller')
      .optional()
      .describe(
        "The controller's authority for services signs it: its key is on no host. Needs neither `pair` nor `authority`.",
      ),
    trusted: z
      .string()
      .max(100_000)
      .optional()
      .describe(
        "The certificates of the controller's authority, the one that signs first; filled in by the controller.",
      ),
    names: z.array(name).max(100).default([]).describe('Host names and addresses that it is for.'),
    usages: z
      .array(z.enum(['server', 'client']))
      .min(1)
      .default(['server'])
      .describe('Whether a server shows it, a client, or both.'),
    keyType: z
      .enum(['ec', 'rsa', 'ed25519'])
      .default('ec')
      .describe('The type of a key that is made: P-256, RSA with 3072 bits, or Ed25519.'),
    days: z.int().min(1).max(3_650).default(90).describe('How long it is valid.'),
    renewDays: z
      .int()
      .min(1)
      .max(3_649)
      .optional()
      .describe('So many days before its end it is made anew. Left out: in the last third of its life.'),
    owner: accountName.default('root').describe('The user that owns both files.'),
    group: accountName.default('root').describe('The group of both files.'),
    mode: fileMode.default(0o644).describe('Permission bits of the certificate.'),
    keyMode: fileMode.default(0o600).describe('Permission bits of the key; nobody but owner and group may read it.'),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const { pair, authority, from, names, keyMode, days, renewDays } = value;
    if (pair !== undefined && authority !== undefined) refuse('authority', 'a given pair is signed already');
    if (from !== undefined && (pair !== undefined || authority !== undefined))
      refuse('from', 'the controller signs it, or a given authority, or it is a given pair');
    if (from === undefined && value.trusted !== undefined)
      refuse('trusted', 'it is filled in by the controller, where `from` says so');
    if (pair === undefined && names.length === 0)
      refuse('names', 'a certificate that is made needs a name or an address');
    if (pair !== undefined && names.length > 0) refuse('names', 'the names of a given pair stand in its certificate');
    if (value.path === value.keyPath) refuse('keyPath', 'certificate and key are two files');
    if ((keyMode & 0o007) !== 0) refuse('keyMode', 'others than owner and group may not read a key');
    if (renewDays !== undefined && renewDays >= days) refuse('renewDays', 'it would be made anew every time');
  })
  .overwrite((value) => (value.from === 'controller' ? { ...value, trusted: SERVICES_AUTHORITY } : value));

export const certificate = defineKind({
  kind: 'certificate',
  summary:
    'A certificate with its private key: given, or made on the host and renewed there; signed by the controller where that is said.',
  params,
  key: ({ path }) => path,
  alongside: ({ path, keyPath }) => ({ paths: [path, keyPath] }),
  example: `certificate('/etc/nginx/tls/site.crt', {
  keyPath: '/etc/nginx/tls/site.key',
  names: ['www.example.net', host.address],
  from: 'controller',
})
service('nginx', { running: true, reloadOn: ['certificate:/etc/nginx/tls/site.crt'] })`,
  holdsData: false,
  notes: [
    'A key that is made never leaves its host, and stays over renewals; remove its file to have another one made.',
    'It is renewed by an apply within its last third, or within `renewDays` of its end: apply at least that often. Services that name it in `reloadOn` or `restartOn` then read the new one.',
    "With `from: 'controller'` the controller's authority for services signs it, for the names that the site declares and for this host alone. Clients trust it by `file('/etc/x/ca.crt', { content: servicesAuthority })`.",
    "An authority's certificate stands behind one that it signed. Its key is on the host for that moment, in memory only: whoever is root there at that time could read it. Give hosts an intermediate authority of their own where that matters.",
    'A given pair must belong together, and fails from the day on which it ends.',
    "A rollback brings the former certificate back, but no former key: keys are not kept in the agent's records.",
  ],
});

export type CertificateParams = ParamsOf<typeof certificate>;
