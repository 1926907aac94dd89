import { secretsIn } from '@rolecall/protocol/secret';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, argumentList, fileMode, table } from '../contract/schema.ts';
import { formats } from './formats/formats.ts';

const keyName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\s#]\S*( \S+)*$/, 'a key is one or more words, separated by one blank')
  .refine((key) => secretsIn(key).length === 0, 'a key cannot hold a secret: keys are shown');

const params = z
  .strictObject({
    path: absolutePath.describe('Where the file is. This is its key.'),
    content: z.string().max(8_000_000).optional().describe('The whole content. Left out where only keys are owned.'),
    encoding: z
      .enum(['utf8', 'base64'])
      .default('utf8')
      .describe('How `content` is written down: as text, or as base64 for content that is not text.'),
    seed: z
      .string()
      .max(8_000_000)
      .optional()
      .describe(
        'The text that the file starts with, once: where there is no file, or one that is still exactly as its Debian package shipped it. Later only `keys` are owned.',
      ),
    keys: table(keyName, z.union([z.string(), z.array(z.string())]))
      .optional()
      .describe(
        'The keys that are owned, with their values; a list is one line each, an empty list means that the key must not be there. All other lines belong to others and stay as they are.',
      ),
    format: z
      .enum(Object.keys(formats) as [keyof typeof formats, ...(keyof typeof formats)[]])
      .optional()
      .describe(
        'How keys and values stand in the file: `redis` (redis.conf, sentinel.conf), `equals` (`key=value`, as under /etc/default), `space` (`key value`, as sshd_config).',
      ),
    owner: accountName.default('root').describe('The user that owns the file.'),
    group: accountName.default('root').describe('The group of the file.'),
    mode: fileMode.default(0o644).describe('Permission bits, as a number: `0o640`.'),
    validate: argumentList
      .optional()
      .describe(
        'A command that must accept the new content before it takes its place; the word `{}` stands for its path.',
      ),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message });
    if ((value.content === undefined) === (value.keys === undefined)) {
      refuse('content', 'a file has either `content` or `keys`: it is owned wholly, or key by key');
    }
    if (value.keys !== undefined && value.format === undefined) refuse('format', '`keys` need a `format`');
    if (value.keys === undefined && value.seed !== undefined) refuse('seed', '`seed` goes with `keys`; use `content`');
    if (value.keys === undefined && value.format !== undefined) refuse('format', '`format` goes with `keys`');
    const clash = clashingKeys(Object.keys(value.keys ?? {}), value.format);
    if (clash !== undefined) refuse('keys', clash);
  });

/** Two keys that would claim the same lines, said as a sentence. */
function clashingKeys(keys: readonly string[], name: keyof typeof formats | undefined): string | undefined {
  if (name === undefined) return undefined;
  const sorted = keys.map((key) => ({ key, canonical: formats[name].canonicalKey(key) }));
  for (const one of sorted) {
    const other = sorted.find((each) => each !== one && `${each.canonical} `.startsWith(`${one.canonical} `));
    if (other !== undefined) return `the keys "${one.key}" and "${other.key}" mean the same lines`;
  }
  return undefined;
}

export const file = defineKind({
  kind: 'file',
  summary: 'A regular file: its whole content, or some keys in it.',
  params,
  key: ({ path }) => path,
  example: `file('/etc/motd', { content: 'Welcome.\\n' })

file('/etc/redis/redis.conf', {
  seed: redisConf(decided),
  format: 'redis',
  keys: { maxmemory: '256mb', requirepass: params.password },
  owner: 'redis',
  group: 'redis',
  mode: 0o640,
})`,
  holdsData: false,
  notes: [
    'A file is written whole under another name, made durable, and put in place at once: a reader sees the old or the new one. It is never written through a link, and what is not a regular file is never overwritten.',
    'With `keys`, comments and lines of other keys are kept byte for byte. A value that is only spelled differently (`256mb` and `268435456`, quotes) counts as equal, and a key that Redis or Sentinel drop from their file because it has its default does not count as missing.',
    'With `keys`, a missing key is appended at the end: in files with sections (`Match` in sshd_config) that is inside the last one.',
    'Content that holds a secret is filled in on the host; its differences show as `secret`.',
  ],
});

export type FileParams = ParamsOf<typeof file>;
