import { createHash } from 'node:crypto';
import { dearmour, lengthAt, type Packet, packetsOf } from './packets.ts';

/** What is said about a key: for people, and for the day after which it is no use. Nothing is verified: apt does that. */
export interface KeyFacts {
  /** Of the primary key, in hexadecimal. */
  readonly fingerprint: string;
  /** In ms since 1970; nothing where it never ends. */
  readonly expiresAt: number | undefined;
}

const [SIGNATURE, PRIMARY, SUBKEY] = [2, 6, 14];
const [MADE, EXPIRES, FLAGS] = [2, 9, 27];
const MAY_SIGN = 0x02;
/** Types of signatures: certifications of a name, of the key itself, of a subkey. */
const SELF = new Set([0x10, 0x11, 0x12, 0x13, 0x1f, 0x18]);

interface Signature {
  readonly made: number;
  /** Seconds after the key was made; 0: never. */
  readonly expires: number;
  readonly flags: number | undefined;
}

interface Key {
  readonly packet: Packet;
  signature: Signature | undefined;
}

/** The fingerprint and end of the first key in a block; nothing where there is none of a kind that is known (version 4). */
export function keyFacts(armoured: string): KeyFacts | undefined {
  const keys = keysIn(packetsOf(dearmour(armoured)));
  const [primary, ...subkeys] = keys;
  if (primary === undefined || primary.packet.tag !== PRIMARY || primary.packet.body[0] !== 4) return undefined;
  const own = endOf(primary);
  const signers = [primary, ...subkeys].filter(({ signature }) => ((signature?.flags ?? MAY_SIGN) & MAY_SIGN) !== 0);
  const last = Math.max(...signers.map(endOf));
  const end = Math.min(own, signers.length === 0 ? own : last);
  return { fingerprint: fingerprintOf(primary.packet), expiresAt: Number.isFinite(end) ? end : undefined };
}

/** Every key with the latest signature behind it that says something about it. */
function keysIn(packets: readonly Packet[]): readonly Key[] {
  const keys: Key[] = [];
  for (const packet of packets) {
    if (packet.tag === PRIMARY && keys.length > 0) break;
    if (packet.tag === PRIMARY || packet.tag === SUBKEY) keys.push({ packet, signature: undefined });
    const key = keys.at(-1);
    const signature = packet.tag === SIGNATURE ? signatureOf(packet.body, key) : undefined;
    if (key !== undefined && signature !== undefined && signature.made >= (key.signature?.made ?? 0)) {
      key.signature = signature;
    }
  }
  return keys;
}

function signatureOf(body: Buffer, key: Key | undefined): Signature | undefined {
  if (body[0] !== 4 || !SELF.has(body[1] ?? 0) || body.length < 6 || key === undefined) return undefined;
  const hashed = subpacketsOf(body.subarray(6, 6 + body.readUInt16BE(4)));
  const made = hashed.get(MADE);
  // Others who certify a name say nothing about when the key ends, and no flags.
  const isOwn = hashed.has(FLAGS) || hashed.has(EXPIRES) || key.signature === undefined;
  if (made?.length !== 4 || !isOwn) return undefined;
  const expires = hashed.get(EXPIRES);
  return {
    made: made.readUInt32BE(0),
    expires: expires?.length === 4 ? expires.readUInt32BE(0) : 0,
    flags: hashed.get(FLAGS)?.[0],
  };
}

function subpacketsOf(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at);
    if (length === undefined || length.value === 0) break;
    const start = at + length.octets;
    // The first bit only says that it is critical.
    found.set((bytes[start] ?? 0) & 0x7f, bytes.subarray(start + 1, start + length.value));
    at = start + length.value;
  }
  return found;
}

function endOf({ packet, signature }: Key): number {
  if (signature === undefined || signature.expires === 0 || packet.body.length < 5) return Number.POSITIVE_INFINITY;
  return (packet.body.readUInt32BE(1) + signature.expires) * 1000;
}

function fingerprintOf({ body }: Packet): string {
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
  return createHash('sha1').update(head).update(body).digest('hex').toUpperCase();
}
