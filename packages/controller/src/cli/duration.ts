import { ControllerError } from '../error.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A length of time as people write it (`90s`, `10min`, `1h`, `7d`), in milliseconds. */
export function duration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim()) ?? [];
  const factor = UNIT_MS[unit ?? ''];
  if (number === undefined || factor === undefined) {
    throw new ControllerError('usage', `"${text}" is no length of time`, {
      hint: 'write it like 90s, 10min, 1h or 7d',
    });
  }
  return Math.round(Number(number) * factor);
}

/** A length of time in its largest whole unit: `90s`, `10min`, `2h`, `3d`. */
export function showDuration(ms: number): string {
  const [unit, factor] = [['d', 86_400_000] as const, ['h', 3_600_000] as const, ['min', 60_000] as const].find(
    ([, one]) => ms >= one && ms % one === 0,
  ) ?? ['s', 1_000];
  return `${Math.round(ms / factor)}${unit}`;
}
