import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, fileMode, table } from '../contract/schema.ts';
import { FORMATS, formatOf } from './format.ts';

const checksum = z.string().regex(/^[0-9a-f]{64}$/, 'a checksum is a SHA-256 in lower-case hexadecimal');

const plainName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._+~-]*$/, 'a name has letters, digits and "._+~-" only');

const params = z
  .strictObject({
    path: absolutePath.describe('The folder of its versions, such as /opt/minio. This is its key.'),
    version: plainName
      .refine((version) => version !== 'current', '"current" is the name of the link')
      .describe('The version: it is unpacked into a folder of this name.'),
    sha256: checksum.describe('The checksum of the whole artifact. Nothing is unpacked that has another one.'),
    url: z
      .string()
      .max(4096)
      .regex(/^https?:\/\/[^\s/@]+\/\S*$/, 'an address begins with http:// or https:// and has no password in it')
      .refine(
        (url) => secretsIn(url).length === 0,
        'an address cannot hold a secret: it is shown; give it in `headers`',
      )
      .optional()
      .describe(
        'Where the host fetches it. Left out, or where the controller has it (`controller artifacts add FILE`): from the controller.',
      ),
    headers: table(
      z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'a header has letters, digits and "-"'),
      z.string().max(8192),
    )
      .default({})
      .describe('Headers for the request, such as `authorization`; they may hold secrets. No other server gets them.'),
    format: z
      .enum(FORMATS)
      .optional()
      .describe('How it is packed; `file`: not at all. Left out: by the ending of `url`.'),
    as: plainName.optional().describe('The name of a `file`. Left out: the last part of `path`.'),
    mode: fileMode.default(0o755).describe('Permission bits of a `file`.'),
    strip: z.int().min(0).max(10).default(0).describe('So many leading folders are taken off every name in it.'),
    link: z.boolean().default(true).describe('Whether the link `current` beside the versions points to this one.'),
    keep: z
      .int()
      .min(1)
      .max(100)
      .default(2)
      .describe('So many versions stay, this one included; the ones that were unpacked longest ago are removed.'),
    previous: z
      .array(checksum)
      .max(100)
      .default([])
      .describe(
        'Checksums that this version had before: what is found with one of them is replaced. Anything else that is found in its place is left alone, and said.',
      ),
    owner: accountName.default('root').describe('The user that owns what is unpacked.'),
    group: accountName.default('root').describe('The group of what is unpacked.'),
    setuid: z.boolean().default(false).describe('Whether set-user, set-group and sticky bits of its files are kept.'),
    maxBytes: z
      .int()
      .min(1)
      .max(1024 ** 4)
      .default(4 * 1024 ** 3)
      .describe('The most that is fetched, and the most that it may unpack to, in bytes.'),
    maxEntries: z.int().min(1).max(1_000_000).default(100_000).describe('The most entries that it may have.'),
    timeoutMs: z
      .int()
      .min(1_000)
      .max(86_400_000)
      .default(1_800_000)
      .describe('How long fetching may take. What came so far is kept for the next time.'),
  })
  .check(({ value, issues }) => {
    if (formatOf(value) !== undefined) return;
    const message = 'say how it is packed: the address does not tell';
    issues.push({ code: 'custom', input: value, path: ['format'], message });
  });

export const artifact = defineKind({
  kind: 'artifact',
  summary:
    'A release that was built elsewhere: fetched, checked, unpacked into a folder of its version, and made the current one.',
  params,
  key: ({ path }) => path,
  alongside: ({ path }) => ({ paths: [path] }),
  blobs: ({ url, sha256 }) => (url === undefined ? [sha256] : []),
  fromController: ({ url, ...others }) => {
    if (url === undefined) return undefined;
    const format = formatOf({ format: others.format, url });
    return { sha256: others.sha256, params: { ...others, format, headers: {} } };
  },
  example: `artifact('/opt/prometheus', {
  version: '2.53.1',
  url: 'https://releases.example.net/prometheus-2.53.1.linux-amd64.tar.gz',
  sha256: 'b0f5c5…',
  strip: 1,
})
unit('prometheus.service', { content: '[Service]\\nExecStart=/opt/prometheus/current/prometheus\\n' })
service('prometheus', { enabled: true, running: true, restartOn: ['artifact:/opt/prometheus'] })`,
  holdsData: false,
  notes: [
    'A version appears whole, under its own name, and `current` is switched in one step: whoever looks sees the old or the new one. Its folder must be root’s, and so must all above it.',
    'An archive is refused as a whole, before anything of it can be seen, where a name in it is absolute, has `..` in it, comes twice, or lies below a link; where a link may lead out; and where it holds devices, pipes or sparse files, or more than the limits.',
    'Others than the owner may not write to what is unpacked, whatever the archive says. Owners that an archive names are ignored.',
    'Of a `deb` its files are unpacked; its scripts do not run, and dpkg does not know it. Use `pkg` for packages of a repository.',
    'A check looks whether the first 1,000 entries are still there, not whether their content is: files in it may belong to other resources. What runs should not be able to write there.',
    'A fetch goes on where it stopped, also after a restart of the agent or the host. A version with its checksum in `previous` is replaced; keep data outside of the versions.',
    'A zip archive over 4 GiB or with 65,535 entries or more (zip64) is refused: use tar.',
  ],
});

export type ArtifactParams = ParamsOf<typeof artifact>;
