import { z } from 'zod';

/** A host's name: a DNS label, as RFC 1123 section 2.1 allows it, in lower case. */
export const HostName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a host name is 1 to 63 of a-z, 0-9 and "-", not "-" at an end')
  .brand<'HostName'>();
export type HostName = z.infer<typeof HostName>;

/** The controller's own name for a host, made at enrolment and carried in the host's certificate; never used again. */
export const HostId = z.uuid().brand<'HostId'>();
export type HostId = z.infer<typeof HostId>;

/** The name of one use of a role in a site: the role's own name, or the one its author gave with `as`. */
export const UseName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'a role is named with 1 to 63 of a-z, 0-9 and "-", starting with a letter')
  .brand<'UseName'>();
export type UseName = z.infer<typeof UseName>;

/** The name of a job within its role. */
export const JobName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,40}$/, 'a job is named with 1 to 41 of a-z, 0-9 and "-", starting with a letter')
  .brand<'JobName'>();
export type JobName = z.infer<typeof JobName>;

/** A use, or `USE.JOB`: one job of it. */
export const UseOrJob = z.string().regex(/^[a-z][a-z0-9-]{0,62}(\.[a-z][a-z0-9-]{0,40})?$/);

/**
 * `USE@HOST`: one role on one host, the unit that the graph orders and the scheduler runs. `USE.JOB@HOST` is a job on the host that
 * carries it out, `USE.JOB@-` the job itself.
 */
export const InstanceId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}(\.[a-z][a-z0-9-]{0,40})?@[a-z0-9-]{1,63}$/)
  .brand<'InstanceId'>();
export type InstanceId = z.infer<typeof InstanceId>;

/** Names one run; time-ordered, so that a list sorted by id is a list sorted by start. */
export const RunId = z
  .string()
  .regex(/^[0-9a-z-]{4,40}$/)
  .brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;

/**
 * What is done on a host: bring what a change needs, settle an instance, get it out of (and back into) service around that, or carry out
 * a job.
 */
export const Stage = z.enum(['stage', 'drain', 'converge', 'undrain', 'job']);
export type Stage = z.infer<typeof Stage>;

/** `RUN/INSTANCE/STAGE/ATTEMPT`: one piece of work handed to one host; a repeat of the same id is the same work. */
export const AssignmentId = z
  .string()
  .regex(/^[0-9a-z-]{4,40}\/[a-z0-9.-]{1,110}@[a-z0-9-]{1,63}\/(stage|drain|converge|undrain|job)\/[0-9]{1,6}$/)
  .brand<'AssignmentId'>();
export type AssignmentId = z.infer<typeof AssignmentId>;

/** Lower-case hexadecimal SHA-256 of some content: the only address that content has. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** A kind of resource: `file`, `package`, `service` and so on; one that a role brings has its name space before a dot: `debconf.answer`. */
export const KindName = z
  .string()
  .regex(/^([a-z][a-z0-9-]{0,62}\.)?[a-z][a-zA-Z0-9]{0,40}$/)
  .brand<'KindName'>();
export type KindName = z.infer<typeof KindName>;

/** `KIND:KEY`: one resource on one host, for example `file:/etc/motd`. */
export const ResourceId = z.string().min(3).max(4200).brand<'ResourceId'>();
export type ResourceId = z.infer<typeof ResourceId>;
