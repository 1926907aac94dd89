import type { SiteMode, SiteWants } from '@rolecall/protocol';
import { bytesOf, type Duration, millisecondsOf, type Size } from './size.ts';

/** How large the hosts of one use must be, and how many there must be at least. */
export interface SizeInput {
  readonly hosts?: number;
  readonly cpus?: number;
  readonly memory?: Size;
  /** Of the file system that holds the role's data. */
  readonly disk?: Size;
}

/** What a physical server can lend to all of its hosts together. */
export interface ServerInput {
  readonly cpus: number;
  readonly memory: Size;
  readonly disk: Size;
}

/** A name that hosts must be able to look up. */
export interface NameInput {
  /** Where it must lead; anywhere where left out. */
  readonly addresses?: readonly string[];
  /** Uses whose hosts ask for it; all hosts where left out. */
  readonly from?: readonly string[];
}

/** A certificate that the site brings along, in two secrets. */
export interface CertificateInput {
  /** The secret that holds the certificate and those above it, in PEM. */
  readonly chain: string;
  /** The secret that holds its private key, in PEM. */
  readonly key: string;
  /** Names that it must be good for. */
  readonly names: readonly string[];
  /** Days that must be left; 30 where left out. */
  readonly days?: number;
}

/** What a site wants of its machines beyond what each role needs of them; preflight looks at all of it. */
export interface WantsInput {
  /** Fixed at the first apply, since data does not move from one to the other. */
  readonly mode?: SiteMode;
  /** By use. */
  readonly sizes?: Readonly<Record<string, SizeInput>>;
  /** By the value of the label `server`. */
  readonly servers?: Readonly<Record<string, ServerInput>>;
  readonly network?: {
    /** Ranges that are given to something else, by what they are for: `{ pods: '10.233.64.0/18' }`. No host is in them, and no two overlap. */
    readonly reserved?: Readonly<Record<string, string>>;
    /** Further ranges in which no host may be. */
    readonly avoid?: readonly string[];
    /** Single addresses that no host may have. */
    readonly free?: readonly string[];
  };
  /** Releases that hosts may run, such as `'ubuntu 24.04'`; all of them run the same one. */
  readonly os?: readonly string[];
  /** How far the clocks of two hosts may be apart. */
  readonly clockSpread?: Duration;
  readonly names?: Readonly<Record<string, NameInput>>;
  readonly certificates?: Readonly<Record<string, CertificateInput>>;
}

/** Days that a certificate must last where the site does not say; certificates of ACME are renewed at that age. */
const CERTIFICATE_DAYS = 30;

const mapped = <From, To>(record: Readonly<Record<string, From>> | undefined, to: (from: From) => To) =>
  Object.fromEntries(Object.entries(record ?? {}).map(([name, one]) => [name, to(one)]));

const sizeOf = ({ memory, disk, ...others }: SizeInput): SiteWants['sizes'][string] => ({
  ...others,
  ...(memory === undefined ? {} : { memory: bytesOf(memory) }),
  ...(disk === undefined ? {} : { disk: bytesOf(disk) }),
});

/** Whether an author said any of it. */
const KEYS = ['mode', 'sizes', 'servers', 'network', 'os', 'clockSpread', 'names', 'certificates'] as const;

/** What is wanted, as data; nothing where an author wants nothing. */
export function wantsOf(input: WantsInput): { readonly wants?: object } {
  if (KEYS.every((key) => input[key] === undefined)) return {};
  const { mode, sizes, servers, network, os, clockSpread, names, certificates } = input;
  const wants = {
    ...(mode === undefined ? {} : { mode }),
    sizes: mapped(sizes, sizeOf),
    servers: mapped(servers, (one) => ({ cpus: one.cpus, memory: bytesOf(one.memory), disk: bytesOf(one.disk) })),
    network: {
      reserved: { ...network?.reserved },
      avoid: [...(network?.avoid ?? [])],
      free: [...(network?.free ?? [])],
    },
    ...(os === undefined ? {} : { os: [...os] }),
    ...(clockSpread === undefined ? {} : { clockSpreadMs: millisecondsOf(clockSpread) }),
    names: mapped(names, (one) => ({ ...one })),
    certificates: mapped(certificates, (one) => ({ days: CERTIFICATE_DAYS, ...one, names: [...one.names] })),
  };
  return { wants };
}
