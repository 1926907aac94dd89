import { z } from 'zod';

const bytes = z.number().min(0);
const text = z.string().max(1024);

/** A fact that could not be read is not left out and not empty: it says why. */
const unknown = z.strictObject({ unknown: z.string().max(512) });
const orUnknown = <T extends z.ZodType>(schema: T) => z.union([schema, unknown]);

/**
 * What an agent observed about its host. Sizes are bytes, speeds Mbit/s, times milliseconds.
 * Only what changes rarely is here, so that the document's hash stays; moving figures are in `usage`, outside the hash.
 */
export const Facts = z.strictObject({
  agent: z.strictObject({ version: text, runtime: text }),
  hostname: text,
  os: orUnknown(
    z.strictObject({ id: text, name: text, version: text, codename: text, architecture: text, machineId: text }),
  ),
  kernel: orUnknown(z.strictObject({ release: text, version: text, commandLine: z.string().max(8192) })),
  virtualisation: orUnknown(z.strictObject({ kind: text, container: z.boolean() })),
  cpu: orUnknown(
    z.strictObject({ model: text, count: z.int().min(1), sockets: z.int().min(1), flags: z.array(text).max(512) }),
  ),
  mem: orUnknown(z.strictObject({ total: bytes, swap: bytes, hugepages: text })),
  disks: orUnknown(
    z.array(z.strictObject({ name: text, size: bytes, rotational: z.boolean(), model: text })).max(1024),
  ),
  mounts: orUnknown(
    z.array(z.strictObject({ path: text, device: text, type: text, options: text, size: bytes })).max(1024),
  ),
  net: orUnknown(
    z.strictObject({
      interfaces: z
        .array(
          z.strictObject({
            name: text,
            mac: text,
            mtu: z.int(),
            up: z.boolean(),
            speed: z.number().nullable(),
            addresses: z.array(text).max(256),
          }),
        )
        .max(1024),
      /** The source address of the route to the controller. */
      address: text,
      gateway: text.nullable(),
      nameservers: z.array(text).max(16),
    }),
  ),
  time: orUnknown(z.strictObject({ zone: text, synchronised: z.boolean(), service: text.nullable() })),
  services: orUnknown(z.strictObject({ running: z.array(text).max(2048), failed: z.array(text).max(2048) })),
  packages: orUnknown(z.strictObject({ count: z.int().min(0) })),
  /** The slow inventory, gathered once a boot by systeminformation in a process of its own. */
  hardware: orUnknown(
    z.strictObject({
      manufacturer: text,
      model: text,
      serial: text,
      chassis: text,
      bios: text,
      memoryModules: z.array(z.strictObject({ size: bytes, type: text, bank: text })).max(256),
      diskLayout: z.array(z.strictObject({ device: text, type: text, name: text, size: bytes })).max(1024),
      graphics: z.array(text).max(64),
    }),
  ),
  usage: orUnknown(
    z.strictObject({
      memAvailable: bytes,
      load1: z.number(),
      uptimeMs: z.number(),
      mounts: z.array(z.strictObject({ path: text, free: bytes })).max(1024),
    }),
  ),
});
export type Facts = z.infer<typeof Facts>;
