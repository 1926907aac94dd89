/** Bytes in each unit: powers of 1024 with an `i`, powers of 1000 without (IEC 80000-13). */
export const BYTES_IN = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
} as const;
