import { sizeText } from '../../artifacts/size.ts';
import type { Context } from '../context.ts';

const EVERY_MS = 500;

/** One line on a terminal that tells how far something is; elsewhere nothing. `end` takes it away. */
export function progressLine({ stderr }: Context, what: string): { readonly on: (bytes: number) => void; end(): void } {
  if (stderr.isTTY !== true) return { on: () => {}, end: () => {} };
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    on: (bytes) => {
      if (performance.now() - saidAt < EVERY_MS) return;
      saidAt = performance.now();
      stderr.write(`\r\x1b[K${what}: ${sizeText(bytes)}`);
    },
    end: () => void stderr.write('\r\x1b[K'),
  };
}
