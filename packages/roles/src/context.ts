import type { Facts } from '@rolecall/protocol';

/** A host as a role sees it, from what the controller has stored. */
export interface Host {
  readonly name: string;
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Observed by the host's agent; each may say that it is unknown and why. Without moving figures, and without what roles bring about
   * themselves: what is declared must not depend on what was carried out.
   */
  readonly facts: Partial<Omit<Facts, 'usage' | 'services' | 'packages'>>;
}

/** What the site's own record knows about a cluster. */
export interface ClusterRecord {
  /** The host that was chosen to found it. */
  readonly founder: string;
  /** Every member came up and the cluster's own probe held once. */
  readonly formed: boolean;
}

/** What a function of a role is given that looks at the whole cluster. */
export interface ClusterContext<Params> {
  readonly use: string;
  readonly params: Params;
  /** The hosts that the role was put on, sorted by name. */
  readonly peers: readonly Host[];
  /** Nothing before the cluster was founded. */
  readonly record: ClusterRecord | null;
}

/** What a function of a role is given that looks at one host of the cluster. */
export interface HostContext<Params> extends ClusterContext<Params> {
  readonly host: Host;
}

/** What `decide` returned, for the functions that come after it. */
export interface Decided<D> {
  readonly decided: D;
}
