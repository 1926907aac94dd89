import { z } from 'zod';
import { SiteMode } from './needs.ts';
import { SecretName } from './secret.ts';

const name = z.string().min(1).max(63);
const domain = z.string().min(1).max(253);
const amount = z.number().min(0);
/** `ADDRESS/BITS`. */
const range = z
  .string()
  .max(64)
  .regex(/^[0-9a-fA-F:.]+\/\d{1,3}$/, 'a range is written like 10.233.64.0/18');

/** What a site wants of its machines beyond what each role needs of them; all of it is looked at before anything is touched. Sizes in bytes. */
export const SiteWants = z.strictObject({
  mode: SiteMode.optional(),
  /** By use: how many hosts at least, and how large each. */
  sizes: z.record(
    name,
    z.strictObject({
      hosts: z.int().min(1).optional(),
      cpus: amount.optional(),
      memory: amount.optional(),
      disk: amount.optional(),
    }),
  ),
  /** The physical servers that hosts name with their label `server`, and what each can lend to all of its hosts. */
  servers: z.record(z.string().max(255), z.strictObject({ cpus: amount, memory: amount, disk: amount })),
  network: z.strictObject({
    /** Ranges that are given to something else, by what they are for (`pods`, `services`): no host is in them, and no two overlap. */
    reserved: z.record(name, range),
    /** Further ranges in which no host may be. */
    avoid: z.array(range).max(64),
    /** Single addresses that no host may have. */
    free: z.array(z.string().max(64)).max(64),
  }),
  /** The releases that hosts may run, and all of them the same one. */
  os: z.array(name).max(32).optional(),
  /** How far the clocks of two hosts may be apart, in milliseconds. */
  clockSpreadMs: amount.optional(),
  /** Names that hosts must be able to look up: where they lead, and for the hosts of which uses; any address and all hosts where left out. */
  names: z.record(
    domain,
    z.strictObject({
      addresses: z.array(z.string().max(64)).max(64).optional(),
      from: z.array(name).max(64).optional(),
    }),
  ),
  /** Certificates that the site brings along, in secrets: the chain and its key in PEM, and the names that it must be good for. */
  certificates: z.record(
    name,
    z.strictObject({ chain: SecretName, key: SecretName, names: z.array(domain).max(256), days: z.int().min(0) }),
  ),
});
export type SiteWants = z.infer<typeof SiteWants>;
