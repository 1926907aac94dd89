import { type LineFormat, wordsOf } from './line-format.ts';
import { quoteRedisWord, redisWords } from './redis-words.ts';

/** Redis's units, from the head of its own redis.conf: 1k is 1000 bytes, 1kb is 1024. */
const UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1_000_000n,
  mb: 1024n ** 2n,
  g: 1_000_000_000n,
  gb: 1024n ** 3n,
};

/** Keys whose value is one word whatever it holds: a password may have blanks and quotes. */
const ONE_WORD =
  /^(requirepass|masterauth|masteruser|tls-(client-)?key-file-pass|sentinel (sentinel-(pass|user)|auth-(pass|user) \S+))$/;
/** Keys whose words are compared letter by letter: a password `1kb` is not `1024`. */
const LITERAL = /pass|auth|user/;

/**
 * Lines that Redis and Sentinel leave out when they rewrite their file and the value is their default; a key that has it must
 * not show as missing. Seen in 7.0.15: `rewriteConfigSentinelOption`, `rewriteConfigClientoutputbufferlimitOption`.
 */
const DEFAULTS: readonly (readonly [RegExp, string])[] = [
  [/^sentinel down-after-milliseconds \S+$/, '30000'],
  [/^sentinel failover-timeout \S+$/, '180000'],
  [/^sentinel parallel-syncs \S+$/, '1'],
  [/^sentinel master-reboot-down-after-period \S+$/, '0'],
  [/^sentinel deny-scripts-reconfig$/, 'yes'],
  [/^sentinel (resolve|announce)-hostnames$/, 'no'],
  [/^client-output-buffer-limit normal$/, '0 0 0'],
  [/^client-output-buffer-limit replica$/, '256mb 64mb 60'],
  [/^client-output-buffer-limit pubsub$/, '32mb 8mb 60'],
];

/** Keys count without case; `slave…` is the old name of `replica…`, and Redis writes the new one. */
const canonicalWord = (word: string): string => word.toLowerCase().replace('slave', 'replica');
const canonicalKey = (key: string): string => wordsOf(key).map(canonicalWord).join(' ');

function canonicalValue(word: string): string {
  if (/^(yes|no)$/i.test(word)) return word.toLowerCase();
  const [, count, unit] = /^(\d+)([a-z]{1,2})$/i.exec(word) ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? ''];
  return count === undefined || factor === undefined ? word : String(BigInt(count) * factor);
}

function valueIn(line: string, key: string): string | undefined {
  if (line.trimStart().startsWith('#')) return undefined;
  const words = redisWords(line) ?? [];
  const count = wordsOf(key).length;
  if (words.length < count || words.slice(0, count).map(canonicalWord).join(' ') !== canonicalKey(key))
    return undefined;
  return words.slice(count).map(quoteRedisWord).join(' ');
}

/** The words that an author's value stands for; an empty one is the empty word, as in `save ""`. */
function wantedWords(key: string, value: string): readonly string[] {
  if (ONE_WORD.test(canonicalKey(key)) || value === '') return [value];
  return redisWords(value) ?? [value];
}

function meanings(key: string, lines: readonly (readonly string[])[]): readonly string[] {
  const canonical = canonicalKey(key);
  const words = lines.map((line) => (LITERAL.test(canonical) ? line : line.map(canonicalValue)));
  // One line of pairs or several lines with one pair each are the same to Redis, and it writes either.
  if (canonical === 'save' && lines.length > 0) return [JSON.stringify(words.flat())];
  return words.map((line) => JSON.stringify(line)).sort();
}

/** redis.conf and sentinel.conf, also as `CONFIG REWRITE` and Sentinel write them. The order of a key's lines does not count. */
export const redis: LineFormat = {
  canonicalKey,
  valueIn,
  meaningsFound(key, values) {
    const read = (value: string) => redisWords(value) ?? [value];
    return meanings(key, values.map(read));
  },
  meaningsWanted(key, values) {
    const wanted = values.map((value) => wantedWords(key, value));
    return meanings(key, wanted);
  },
  render: (key, value) => [...wordsOf(key), ...wantedWords(key, value).map(quoteRedisWord)].join(' '),
  whenMissing: (key) => DEFAULTS.filter(([pattern]) => pattern.test(canonicalKey(key))).map(([, value]) => value),
};
