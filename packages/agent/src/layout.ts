import { join } from 'node:path';

/**
 * Where the agent lives on a host, for the script that installs it and for the agent itself.
 *
 *     /opt/rolecall/runtime/ID/    node, pty.node, libexec/policy-rc.d, licences: from the package, never changed
 *     /opt/rolecall/release/ID/    agent.cjs, and node as a link to the runtime that it wants
 *     /opt/rolecall/current        link to one release; replaced by a rename, so there always is one
 */
export const LAYOUT = {
  /** What the agent is made of. */
  root: '/opt/rolecall',
  /** Link to the release that runs. */
  current: '/opt/rolecall/current',
  /** What it remembers: journal, spools, facts' cache. Root's alone. */
  state: '/var/lib/rolecall',
  /** Its key, its certificate and whom it trusts. Root's alone. */
  settings: '/etc/rolecall',
  service: 'rolecall-agent.service',
  /** Every command that changes something runs in a unit of this slice. */
  slice: 'rolecall-steps.slice',
} as const;

/** Twelve digits of a hash tell the few versions on one host apart. */
const shortened = (hash: string): string => hash.slice(0, 12);

/** The folder of a runtime; `id` is the hash of what is in it. */
export const runtimeFolder = (id: string): string => join(LAYOUT.root, 'runtime', shortened(id));

/** The folder of a release; `sha256` is its bundle's, `runtimeId` the runtime that it starts with. */
export const releaseFolder = (sha256: string, runtimeId: string): string =>
  join(LAYOUT.root, 'release', `${shortened(sha256)}-${shortened(runtimeId)}`);

/**
 * Refuses to start services, by Debian's policy-rc.d interface: mounted over /usr/sbin/policy-rc.d for a package's installation
 * that must not start anything. `node` is the running program, `process.execPath`.
 */
export const policyRcD = (node: string): string => join(node, '..', 'libexec', 'policy-rc.d');
