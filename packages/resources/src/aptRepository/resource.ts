import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

const word = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._/+~:-]+$/, 'a word of a source has letters, digits and "._/+~:-" only');

const address = z
  .string()
  .max(1024)
  .regex(
    /^(https?:\/\/[^\s/@]+(\/\S*)?|file:\/\S*)$/,
    'an address begins with http://, https:// or file:/ and has no password in it',
  )
  .refine((uri) => secretsIn(uri).length === 0, 'an address cannot hold a secret: it is shown');

const params = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'a repository is named with small letters, digits, "_" and "-"')
      .describe(
        'Its name: of the files `/etc/apt/sources.list.d/NAME.sources` and `/etc/apt/keyrings/NAME.asc`. This is its key.',
      ),
    uris: z.array(address).min(1).max(20).describe('Where it is; several are mirrors of one another.'),
    suites: z
      .array(word)
      .min(1)
      .max(20)
      .describe('The suites, such as `bookworm`; `./` for a flat repository, which has no components.'),
    components: z.array(word).max(50).default([]).describe('The components, such as `main`.'),
    types: z
      .array(z.enum(['deb', 'deb-src']))
      .min(1)
      .default(['deb'])
      .describe('Binary packages, source packages, or both.'),
    architectures: z.array(word).max(20).default([]).describe("Only these. None: the host's own."),
    key: z
      .string()
      .max(200_000)
      .regex(
        /^\s*-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n[\s\S]+-----END PGP PUBLIC KEY BLOCK-----\s*$/,
        'a key is armoured: it begins with -----BEGIN PGP PUBLIC KEY BLOCK-----',
      )
      .optional()
      .describe('The public key that signs it, armoured. It is trusted for this repository alone.'),
    keyFile: absolutePath
      .optional()
      .describe('Instead of `key`: a file on the host that holds it, such as one that an artifact brought.'),
    trusted: z
      .literal(true)
      .optional()
      .describe(
        'Instead of a key, for what lies on the host itself (`file:`) and was checked when it came, as artifacts are.',
      ),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    const trusts = [value.key, value.keyFile, value.trusted].filter((one) => one !== undefined);
    if (trusts.length !== 1) refuse('key', 'a repository has either `key` or `keyFile`: unsigned ones are not taken');
    if (value.trusted === true && !value.uris.every((uri) => uri.startsWith('file:'))) {
      refuse('trusted', 'only what lies on the host itself is trusted without a key');
    }
    const flat = value.suites.filter((suite) => suite.endsWith('/'));
    if (flat.length !== 0 && flat.length !== value.suites.length)
      refuse('suites', 'flat and other suites cannot be mixed');
    if ((flat.length === 0) !== value.components.length > 0) {
      refuse('components', 'suites have `components`, and flat ones (that end in "/") have none');
    }
  });

export const aptRepository = defineKind({
  kind: 'aptRepository',
  summary: 'A repository of Debian packages, with the key that signs it and no other.',
  params,
  key: ({ name }) => name,
  alongside: () => ({ locks: ['dpkg'] }),
  example: `aptRepository('grafana', {
  uris: ['https://apt.grafana.com'],
  suites: ['stable'],
  components: ['main'],
  key: grafanaKey, // its text, '-----BEGIN PGP PUBLIC KEY BLOCK-----…'
})`,
  holdsData: false,
  notes: [
    'A repository is read once, by itself, before it takes its place: one that cannot be reached or is not signed by its key never gets into the way of others. Afterwards it is apt’s to refresh, as any other.',
    'A plan shows when the key expires. After that day an apply fails, with the day in the message: what apt fetches by then cannot be trusted any more. Put the renewed key into the site.',
    'Sources of the system are left alone. A `.list` of the same repository, as makers’ scripts write it, is not found: remove it by `file` or by hand.',
  ],
});

export type AptRepositoryParams = ParamsOf<typeof aptRepository>;
