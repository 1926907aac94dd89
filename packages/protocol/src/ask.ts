import { z } from 'zod';
import { Json } from './json.ts';
import { Transport } from './needs.ts';

const timeoutMs = z.int().min(100).max(60_000).default(5_000);
const port = z.int().min(1).max(65_535);
/** A pattern and no more, since an agent's generated validators know patterns only; what no URL can be read from is answered `unknown`. */
const httpUrl = z
  .string()
  .max(2048)
  .regex(/^https?:\/\/[^\s/?#][^\s]*$/, 'starts with http:// or https:// and has no blanks');

/** A typed, read-only question to a host, or from it to what runs on it or beside it. */
export const Ask = z.discriminatedUnion('ask', [
  /** Does something accept connections? Answers `{ connectMs }`. */
  z.strictObject({ ask: z.literal('tcp'), host: z.string().max(255).optional(), port, timeoutMs }),
  /** A GET request. Answers `{ status, body }`, the body cut at 64 KiB. */
  z.strictObject({ ask: z.literal('http'), url: httpUrl, timeoutMs }),
  /**
   * Answers `{ size, mode, content }`, the content cut at 64 KiB; absent where there is none. With `as`, of a file of 24 KiB at most:
   * `{ size, mode, owner, group, sha256 }`, and for `bytes` its content in `base64`.
   */
  z.strictObject({
    ask: z.literal('file'),
    path: z.string().max(4096),
    as: z.enum(['digest', 'bytes']).optional(),
  }),
  /** Answers `{ active, enabled, sub }` as systemd names them; absent where there is no such unit. */
  z.strictObject({ ask: z.literal('unit'), name: z.string().max(256) }),
  /** One read-only command in Redis's own protocol. Answers its reply: text, number, null or a list of them. */
  z.strictObject({
    ask: z.literal('redis'),
    host: z.string().max(255).optional(),
    port,
    words: z.array(z.string().max(1024)).min(1).max(16),
    /** A secret's marker. */
    password: z.string().max(1024).optional(),
    timeoutMs,
  }),
  /** A program, run unprivileged in a transient unit that cannot write. Answers `{ exitCode, stdout, stderr }`; absent where there is no such program. */
  z.strictObject({
    ask: z.literal('command'),
    argv: z.array(z.string().max(4096)).min(1).max(256),
    /** A group of the host whose files it may read; absent where there is no such group. */
    group: z
      .string()
      .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
      .optional(),
    timeoutMs,
  }),
  /** Answers the host's clock, milliseconds since 1970. */
  z.strictObject({ ask: z.literal('clock') }),
  /** Which of these ports something has. Answers a list of `{ transport, port, unit }`, the unit `null` where it cannot be told. */
  z.strictObject({
    ask: z.literal('ports'),
    ports: z.array(z.strictObject({ transport: Transport, port })).max(256),
  }),
  /** The addresses behind a name, as programs of the host find them; absent where it has none. */
  z.strictObject({ ask: z.literal('lookup'), name: z.string().min(1).max(253), timeoutMs }),
  /**
   * Listens on a port for so long, unless something does already, so that others can try whether they get through: whoever connects is
   * let go at once, a short datagram is sent back. Asked again while it does, it ends after the new while. Answers `true` where it listens, `false` where something did already.
   */
  z.strictObject({ ask: z.literal('listen'), transport: Transport, port, forMs: z.int().min(100).max(60_000) }),
  /** Does a datagram come back from a host that was asked to `listen`? Answers `{ connectMs }`. */
  z.strictObject({ ask: z.literal('udp'), host: z.string().max(255), port, timeoutMs }),
]);
export type Ask = z.infer<typeof Ask>;

/** `absent`: what was asked is not there (yet). `unknown`: nobody can say, and only this stops a plan. */
export const Answer = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('value'), value: Json }),
  z.strictObject({ is: z.literal('absent'), reason: z.string().max(2048) }),
  z.strictObject({ is: z.literal('unknown'), reason: z.string().max(2048) }),
]);
export type Answer = z.infer<typeof Answer>;
