import type { Finding, HostName, InstanceId, SiteDocument, Source, UseName } from '@rolecall/protocol';
import { jobOf, partsOfInstance } from '@rolecall/protocol/id-parts';

/** One role on one host. */
export interface InstanceNode {
  readonly is: 'instance';
  readonly id: InstanceId;
  readonly use: UseName;
  readonly host: HostName;
  readonly source: Source;
  /** What it waits for: barriers of other uses, and single jobs of them. */
  readonly after: readonly InstanceId[];
}

/** All instances of a use, up and with their probes held, and its jobs done: one node, so that 1,000 after 1,000 costs 2,000 edges. */
export interface BarrierNode {
  readonly is: 'barrier';
  readonly id: InstanceId;
  readonly use: UseName;
  readonly source: Source;
  readonly after: readonly InstanceId[];
}

export type Node = InstanceNode | BarrierNode;

export interface Graph {
  readonly nodes: ReadonlyMap<InstanceId, Node>;
  /** The uses in an order that respects what they wait for; ties in the order of the site. Empty where there is a loop. */
  readonly uses: readonly UseName[];
  /** The hosts of each use, sorted by name. */
  readonly hosts: ReadonlyMap<UseName, readonly HostName[]>;
  readonly findings: readonly Finding[];
}

export interface SiteHosts {
  readonly site: SiteDocument;
  /** What a host is labelled with: by its enrolment, and by the site, which wins. */
  labelsOf(host: HostName): Readonly<Record<string, string>>;
}

export type Pass = (graph: Graph, from: SiteHosts) => Graph;

export const emptyGraph: Graph = { nodes: new Map(), uses: [], hosts: new Map(), findings: [] };

/** `USE@-` stands for all instances of a use; no host has that name. */
export const barrierId = (use: UseName): InstanceId => `${use}@-` as InstanceId;

export const isBarrier = (id: InstanceId): boolean => id.endsWith('@-') && jobOf(id) === undefined;

/** What stands for a use, or for one job of it, by the name that a site has for it. */
export const waitedFor = (useOrJob: string): InstanceId => `${useOrJob}@-` as InstanceId;

/** The use that a barrier stands for. */
export const useOfBarrier = (id: InstanceId): UseName => partsOfInstance(id).use;
