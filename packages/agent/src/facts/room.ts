import type { FactSource, Room } from './source.ts';

/** A local file system answers within microseconds; one that takes this long has a disk that does not. */
const LIMIT_MS = 1_000;

/** Size and free bytes of a mounted file system; throws instead of waiting for a disk that hangs. */
export async function roomOf(source: FactSource, path: string): Promise<Room> {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${path} did not tell its size within ${LIMIT_MS} ms`)), LIMIT_MS);
  try {
    return await Promise.race([source.room(path), limit]);
  } finally {
    clearTimeout(timer);
  }
}
