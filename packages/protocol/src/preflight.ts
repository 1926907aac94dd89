import { z } from 'zod';
import { HostName, UseName } from './ids.ts';
import { PREFLIGHT_CHECKS } from './preflight-checks.ts';
import { Source } from './source.ts';

export const PreflightCheck = z.enum(PREFLIGHT_CHECKS);
export type PreflightCheck = z.infer<typeof PreflightCheck>;

/** What can be wrong. */
export const PreflightCode = z.enum([
  'mode_switched',
  'mode_not_for_role',
  'too_few',
  'cluster_size',
  'not_apart',
  'no_server',
  'server_full',
  'in_reserved_range',
  'ranges_overlap',
  'link_in_reserved_range',
  'address_not_free',
  'address_changed',
  'address_not_on_host',
  'address_twice',
  'not_enrolled',
  'away',
  'name_unusable',
  'name_twice',
  'machine_twice',
  'os_not_listed',
  'os_differs',
  'swap_on',
  'cpus_short',
  'memory_short',
  'parameter_too_large',
  'disk_short',
  'disk_shared',
  'filesystem_other',
  'disk_rotates',
  'clock_not_kept',
  'clock_off',
  'port_taken',
  'port_unknown',
  'not_reached',
  'name_not_found',
  'name_elsewhere',
  'certificate_unreadable',
  'certificate_ends',
  'certificate_name',
  'certificate_key',
  'certificate_chain',
  'secret_missing',
  'secret_sample',
  'secret_short',
  'secret_in_clear',
  'not_measured',
]);
export type PreflightCode = z.infer<typeof PreflightCode>;

const text = z.string().max(1024);

/** One line of preflight. An `error` stops an apply before anything is touched; a `warning` is said. */
export const PreflightFinding = z.strictObject({
  check: PreflightCheck,
  code: PreflightCode,
  severity: z.enum(['error', 'warning']),
  host: HostName.nullable(),
  use: UseName.nullable(),
  /** What it is about, in one or two words: `memory`, `port 9042/tcp`. */
  what: text,
  measured: text,
  wanted: text,
  /** What the reader is to do. */
  todo: text,
  at: Source.nullable(),
});
export type PreflightFinding = z.infer<typeof PreflightFinding>;
