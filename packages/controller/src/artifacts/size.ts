import { BYTES_IN } from '@rolecall/protocol/byte-units';
import { ControllerError } from '../error.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes as people read them, such as `1.5 GiB`. */
export function sizeText(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** unit;
  return `${unit === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[unit]}`;
}

/** A size as people write it (`50GiB`, `1.5TB`), in bytes. @throws ControllerError `usage` */
export function sizeOf(text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim()) ?? [];
  if (amount !== undefined && Object.hasOwn(BYTES_IN, unit))
    return Math.round(Number(amount) * BYTES_IN[unit as keyof typeof BYTES_IN]);
  throw new ControllerError('usage', `"${text}" is no size`, { hint: 'write it like 500MiB, 50GiB or 1TB' });
}
