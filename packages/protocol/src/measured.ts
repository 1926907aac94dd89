import { z } from 'zod';
import { Facts } from './facts.ts';
import { HostName, InstanceId } from './ids.ts';
import { SiteMode, Transport } from './needs.ts';
import { SecretName } from './secret.ts';

const text = z.string().max(2048);
const unknown = z.strictObject({ unknown: text });
const port = z.int().min(1).max(65_535);

/** A port that something has on a host. */
export const Taken = z.strictObject({
  transport: Transport,
  port,
  /** The systemd unit that has it; nothing where that cannot be told. */
  unit: z.string().max(255).nullable(),
});
export type Taken = z.infer<typeof Taken>;

/** What is known of one host; what was not measured is left out, what could not be says why. */
export const MeasuredHost = z.strictObject({
  enrolled: z.boolean(),
  linked: z.boolean(),
  /** Its address, as the controller first saw it. */
  address: z.string().max(255).nullable(),
  /** As given at its enrolment. */
  labels: z.record(z.string().max(63), z.string().max(255)),
  facts: Facts.partial().nullable(),
  /** How far its clock is ahead of the controller's, and by how much that may be wrong, in milliseconds. */
  clock: z.union([z.strictObject({ aheadMs: z.number(), withinMs: z.number() }), unknown]).optional(),
  taken: z.union([z.array(Taken).max(4_096), unknown]).optional(),
  /** The addresses behind each name that it was asked to look up; none where the name is not known. */
  names: z.record(z.string().max(253), z.union([z.array(z.string().max(64)).max(64), unknown])).optional(),
});
export type MeasuredHost = z.infer<typeof MeasuredHost>;

/** Whether one host got through to a port of another. */
export const Reached = z.strictObject({
  from: HostName,
  to: HostName,
  transport: Transport,
  port,
  /** `refused`: the host answered that nobody listens; `silent`: nothing came back; `unknown`: it could not be tried. */
  is: z.enum(['open', 'refused', 'silent', 'unknown']),
  why: text,
});
export type Reached = z.infer<typeof Reached>;

/** What a secret is like, without its value. */
export const MeasuredSecret = z.strictObject({
  /** Characters; nothing where it is not set. */
  length: z.int().min(0).nullable(),
  /** It is one of the values that the site, or everybody, knows as a sample. */
  sample: z.boolean(),
  /** Where the site says the same in clear, in words; left out where it does not. */
  inClear: text.optional(),
});
export type MeasuredSecret = z.infer<typeof MeasuredSecret>;

export const MeasuredCertificate = z.union([
  z.strictObject({
    names: z.array(z.string().max(253)).max(1_024),
    /** Milliseconds since 1970. */
    end: z.number(),
    /** The key belongs to the certificate. */
    keyFits: z.boolean(),
    /** Each is signed by the next. */
    chained: z.boolean(),
  }),
  unknown,
]);
export type MeasuredCertificate = z.infer<typeof MeasuredCertificate>;

/** Everything that preflight looks at beside the site: measured on a fleet, or written by hand for machines that do not exist yet. */
export const Measured = z.strictObject({
  schema: z.literal('rolecall/measured/1'),
  /** Milliseconds since 1970. */
  at: z.number(),
  hosts: z.record(HostName, MeasuredHost),
  reached: z.array(Reached).max(100_000),
  secrets: z.record(SecretName, MeasuredSecret),
  certificates: z.record(z.string().max(63), MeasuredCertificate),
  /** Of this site. */
  applied: z.strictObject({ mode: SiteMode.nullable(), instances: z.array(InstanceId).max(100_000) }),
});
export type Measured = z.infer<typeof Measured>;
