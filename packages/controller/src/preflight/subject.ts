import type {
  HostName,
  JsonObject,
  Measured,
  MeasuredHost,
  PreflightFinding,
  RoleDocument,
  SiteDocument,
  UseDocument,
  UseName,
} from '@rolecall/protocol';

/** One use of a role, with the hosts that it was put on. */
export interface PlacedUse {
  readonly use: UseName;
  readonly document: UseDocument;
  readonly role: RoleDocument;
  readonly hosts: readonly HostName[];
  /** With the role's defaults filled in, where they could be worked out. */
  readonly params: JsonObject;
}

/** All that a check looks at. Nothing else: the same subject gives the same findings. */
export interface Subject {
  readonly site: SiteDocument;
  readonly uses: readonly PlacedUse[];
  readonly measured: Measured;
  /** These hosts alone are looked at, that are to join this use; left out: all are. */
  readonly about?: { readonly hosts: readonly HostName[]; readonly use: UseName };
}

/** Whether a host is one of those that are looked at. */
export const isLookedAt = ({ about }: Pick<Subject, 'about'>, host: HostName): boolean =>
  about === undefined || about.hosts.includes(host);

/** A finding as a check makes it; what it leaves out is nothing, and it is an error. */
export type Found = Pick<PreflightFinding, 'code' | 'what' | 'measured' | 'wanted' | 'todo'> &
  Partial<Pick<PreflightFinding, 'severity' | 'host' | 'use' | 'at'>>;

/** One thing that preflight looks at. */
export type Check = (subject: Subject) => readonly Found[];

/** The hosts of the site with what is known of each; one of which nothing was ever heard has none. */
export const hostsOf = ({ site, measured }: Subject): readonly [HostName, MeasuredHost | undefined][] =>
  (Object.keys(site.hosts) as HostName[]).map((name) => [name, measured.hosts[name]]);

/** A group of a host's facts; nothing where the host never spoke or could not read it. */
export function factOf<K extends keyof NonNullable<MeasuredHost['facts']>>(
  host: MeasuredHost | undefined,
  group: K,
): Exclude<NonNullable<NonNullable<MeasuredHost['facts']>[K]>, { readonly unknown: string }> | undefined {
  const value: unknown = host?.facts?.[group];
  const isKnown = value !== undefined && value !== null && !(typeof value === 'object' && 'unknown' in value);
  return isKnown ? (value as never) : undefined;
}

/** Where other hosts reach it: as the site says, else as it was first seen. */
export const addressOf = ({ site, measured }: Subject, host: HostName): string | undefined =>
  site.hosts[host]?.address ?? measured.hosts[host]?.address ?? undefined;

/** What the enrolment and the site label a host with; the site wins. */
export const labelsOf = (
  site: SiteDocument,
  measured: Pick<Measured, 'hosts'>,
  host: HostName,
): Readonly<Record<string, string>> => ({ ...measured.hosts[host]?.labels, ...site.hosts[host]?.labels });

const placed = new WeakMap<Subject['uses'], ReadonlyMap<HostName, readonly PlacedUse[]>>();

/** The uses on one host; worked out once for all hosts, of which there may be many. */
export function usesOn({ uses }: Pick<Subject, 'uses'>, host: HostName): readonly PlacedUse[] {
  const known = placed.get(uses) ?? byHost(uses);
  placed.set(uses, known);
  return known.get(host) ?? [];
}

function byHost(uses: Subject['uses']): ReadonlyMap<HostName, readonly PlacedUse[]> {
  const all = new Map<HostName, PlacedUse[]>();
  for (const use of uses) {
    for (const host of use.hosts) {
      const before = all.get(host);
      if (before === undefined) all.set(host, [use]);
      else before.push(use);
    }
  }
  return all;
}

/** Where a host stands in the site's own file. */
export const placeOf = ({ site }: Subject, host: HostName) => site.hosts[host]?.source ?? null;
