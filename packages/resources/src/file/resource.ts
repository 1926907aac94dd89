import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath, accountName, argumentList, fileMode, table } from '../contract/schema.ts';
import { type FormatName, namesIn } from './formats/names.ts';
import { blockName, blockText, commentSign, keyName, keyValue, ownedLine } from './parts/schema.ts';
import { whyNot } from './rules.ts';

const params = z
  .strictObject({
    path: absolutePath.describe('Where the file is. This is its key.'),
    content: z.string().max(8_000_000).optional().describe('The whole content. Left out where only parts are owned.'),
    encoding: z
      .enum(['utf8', 'base64'])
      .default('utf8')
      .describe('How `content` is written down: as text, or as base64 for content that is not text.'),
    seed: z
      .string()
      .max(8_000_000)
      .optional()
      .describe(
        'The text that the file starts with, once: where there is no file, or one that is still exactly as its Debian package shipped it. Later only `keys`, `lines` and `blocks` are owned.',
      ),
    keys: table(keyName, keyValue)
      .optional()
      .describe(
        'The keys that are owned, with their values. In formats of lines a list is one line each; in `yaml` and `json` a value is any data. All else belongs to others and stays as it is.',
      ),
    absentKeys: z
      .array(keyName)
      .max(1000)
      .optional()
      .describe('Keys that must not be there. In formats of lines `[]` as a value in `keys` says the same.'),
    format: z
      .enum(Object.keys(namesIn) as [FormatName, ...FormatName[]])
      .optional()
      .describe(
        'How keys stand in the file: `redis` (redis.conf, sentinel.conf), `equals` (`key=value`, as under /etc/default), `space` (`key value`, as sshd_config), `ini` (`section.key`; `[section] key` where the key has a dot), `yaml` and `json` (`path.to.key`; `/path/to/some.key` where a name has a dot; lists by number).',
      ),
    lines: z
      .array(ownedLine)
      .max(1000)
      .optional()
      .describe(
        'Single lines that are owned. `line`: the text. `match`: a pattern (a regular expression); the first line that fits it becomes `line`, others that fit go. `absent`: no such line may be there. `after`, `before`: a pattern of the line behind or in front of which a new one goes; else the end.',
      ),
    blocks: table(blockName, blockText)
      .optional()
      .describe(
        'Lines between two marks (`# BEGIN rolecall NAME`), by name; a new block goes to the end, an empty text takes it away.',
      ),
    comment: commentSign
      .optional()
      .describe('What begins a comment in this file; the marks of `blocks` are comments. Left out: `#`.'),
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
    for (const [path, message] of whyNot(value)) issues.push({ code: 'custom', input: value, path: [path], message });
  });

export const file = defineKind({
  kind: 'file',
  summary: 'A regular file: its whole content, or parts of it: keys, lines, blocks.',
  params,
  key: ({ path }) => path,
  alongside: ({ path }) => ({ paths: [path] }),
  example: `file('/etc/motd', { content: 'Welcome.\\n' })

file('/etc/redis/redis.conf', {
  seed: redisConf(decided),
  format: 'redis',
  keys: { maxmemory: '256mb', requirepass: params.password },
  owner: 'redis',
  group: 'redis',
  mode: 0o640,
})

file('/etc/grafana/grafana.ini', { format: 'ini', keys: { 'server.http_port': '3000', 'auth.google.enabled': 'false' } })

file('/etc/prometheus/prometheus.yml', { format: 'yaml', keys: { 'global.scrape_interval': '15s' } })

file('/etc/ssh/sshd_config', {
  lines: [{ line: 'PermitRootLogin no', match: '^#?PermitRootLogin\\\\b', before: '^Match' }],
  validate: ['sshd', '-t', '-f', '{}'],
})

file('/etc/hosts', { blocks: { redis: '10.0.0.5 redis-1\\n10.0.0.6 redis-2\\n' } })`,
  holdsData: false,
  notes: [
    'A file is written whole under another name, made durable, and put in place at once: a reader sees the old or the new one. It is never written through a link, and what is not a regular file is never overwritten.',
    'Where parts are owned, all else is kept byte for byte: comments, order, spacing. A file that cannot be read as its format says is left as it is, and the line is named.',
    'A value that is only spelled differently (`256mb` and `268435456` in `redis`, quotes) counts as equal, and a key that Redis or Sentinel drop from their file because it has its default does not count as missing.',
    'In `redis`, `equals` and `space` a missing key is appended at the end: in files with sections (`Match` in sshd_config) that is inside the last one. In `ini` it goes to its section, which is made where there is none.',
    'In `ini` a value is the whole rest of its line after `=`, a key that repeats (`ExecStart=`) is a list, and a value that goes over several lines cannot be owned.',
    'In `yaml` and `json` types count: `"8080"` is not `8080`. A value is changed in its place, and the result is read again before it is written: where it would change what others own (a value that aliases share), it is refused.',
    'Content that holds a secret is filled in on the host; its differences show as `secret`. Keys, patterns and names of blocks are shown.',
    'Removing it takes a whole file away; of a file in parts it takes away the owned keys, lines and blocks, and the file where nothing else is in it.',
  ],
});

export type FileParams = ParamsOf<typeof file>;
