import { bytes, duration, z } from '@rolecall/roles';

const port = z.int().min(1).max(65_535);
const seconds = (least: string) => duration.refine((ms) => ms >= 1_000, `at least ${least}`);

/** Somebody who works on the hosts with an account of their own. */
const admin = z.strictObject({
  name: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'an account is named with a-z, 0-9, "_" and "-"'),
  /** Public keys, as in `.pub` files. */
  keys: z.array(z.string()).default([]),
  /** What they may do as root: all of it, with the password of their account or without, or nothing. */
  sudo: z.enum(['without-password', 'with-password', 'none']).default('without-password'),
});
export type Admin = z.output<typeof admin>;

const ssh = z.object({
  /** Where sshd listens. It is not moved from here. */
  port: port.default(22),
  passwords: z.boolean().default(false),
  /** How root may log in: with a key, or not at all. */
  root: z.enum(['key', 'no']).default('key'),
  /** Only these accounts may log in; all where left out. */
  users: z.array(z.string().regex(/^[^\s#]+$/)).optional(),
  /** Whether ports may be forwarded, as a host that others are reached through needs it. */
  forwarding: z.boolean().default(false),
  maxAuthTries: z.int().min(1).max(20).default(4),
  loginGrace: seconds('1s').prefault('30s'),
  /** A session that does not answer for three times this long is ended. */
  aliveEvery: seconds('1s').prefault('5m'),
});
export type Ssh = z.output<typeof ssh>;

const rule = z.strictObject({
  protocol: z.enum(['tcp', 'udp', 'any']).default('tcp'),
  /** Numbers, and ranges such as `32768-61000`. */
  ports: z.array(z.union([port, z.string()])).optional(),
  /** Addresses and networks; everybody where left out. */
  peers: z.array(z.string()).optional(),
  comment: z.string().optional(),
});

/** Everything that a site may say about what all of its hosts have in common. */
export const params = z.object({
  admins: z.array(admin).default([]),
  ssh: ssh.prefault({}),
  upgrades: z
    .object({
      /** What Debian's or Ubuntu's security team publishes is installed by itself, or nothing is. */
      automatic: z.enum(['security', 'none']).default('security'),
      /** Packages that are never upgraded by themselves, as patterns of Python: `redis-`. */
      except: z.array(z.string().regex(/^[^"\\\n]+$/, 'a pattern has no quotes and no backslash')).default([]),
    })
    .prefault({}),
  /** What journald keeps at most: so much, and so long. Wire keeps logs no longer than three days, for the privacy of its users. */
  journal: z
    .object({
      size: bytes.prefault('1GiB'),
      keep: duration.refine((ms) => ms >= 3_600_000, 'at least 1h').prefault('3d'),
    })
    .prefault({}),
  /** What a session of a person may have open. Services have their limits from their units. */
  openFiles: z.int().min(1024).default(65_536),
  /** Values of the kernel in addition to the role's own, or in their place; `null` leaves one of them alone. */
  sysctl: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).default({}),
  /** Databases must not wait for memory that lies on a disk; Kubernetes refuses to run beside swap. */
  swap: z.enum(['off', 'keep']).default('off'),
  timezone: z.string().default('Etc/UTC'),
  /** Generated, and the `LANG` of the host; left alone where left out. */
  locale: z.string().optional(),
  /** What may come in beside ssh; without it no firewall is managed. */
  firewall: z
    .object({
      /** From where people log in; from everywhere where left out. */
      sshFrom: z.array(z.string()).optional(),
      ingress: z.array(rule).default([]),
    })
    .optional(),
});
export type Params = z.output<typeof params>;
