import { duration, z } from '@rolecall/roles';

const address = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/, 'a time server is a name or an address, such as ntp.example.com');

const server = z.strictObject({
  address,
  port: z.int().min(1).max(65_535).default(123),
  /** The name stands for several servers, of which some are asked. */
  pool: z.boolean().default(false),
  /** Of several that agree, this one is followed. */
  prefer: z.boolean().default(false),
});
export type Server = z.output<typeof server>;

/** Everything that a site may say about what keeps its clocks. */
export const params = z.object({
  /** chrony measures better, may serve others and works in a container; systemd-timesyncd is there on most systems already. */
  program: z.enum(['chrony', 'systemd-timesyncd']).default('chrony'),
  /** Who tells the time: names or addresses, or `{ address, port, pool, prefer }`. */
  servers: z
    .array(
      z.union([
        address.transform((name): Server => ({ address: name, port: 123, pool: false, prefer: false })),
        server,
      ]),
    )
    .default([]),
  /**
   * One of the hosts, which tells all others the time, also where it reaches no server itself: an installation without a way out. With chrony
   * only.
   */
  source: z.string().optional(),
  /** Further off than this a clock is not in step, and what comes after it does not begin. */
  maxOffset: duration.prefault('50ms'),
  /** So long a host may take to be in step after a change. */
  patience: duration.prefault('60s'),
});
export type Params = z.output<typeof params>;
