import type { RawAnswers } from '@rolecall/roles';

/** How one member stands, as it says itself. Ids are texts: they do not fit into a number. */
export interface Status {
  readonly cluster: string;
  readonly member: string;
  readonly leader: string;
  readonly revision: number;
  readonly learner: boolean;
  /** Alarms and other errors, in etcd's words. */
  readonly errors: readonly string[];
}

export interface Member {
  readonly id: string;
  /** Empty before its first start. */
  readonly name: string;
  readonly peers: readonly string[];
  readonly learner: boolean;
}

interface RawStatus {
  readonly Status: {
    readonly header: { readonly cluster_id: string; readonly member_id: string; readonly revision?: number };
    readonly leader?: string;
    readonly isLearner?: boolean;
    readonly errors?: readonly string[];
  };
}
interface RawMembers {
  readonly members?: readonly {
    readonly ID: string;
    readonly name?: string;
    readonly peerURLs?: readonly string[];
    readonly isLearner?: boolean;
  }[];
}

/** Ids have up to 64 bits: every value that is so long a number becomes a text before it is read. */
const wide = (text: string): unknown => JSON.parse(text.replace(/":\s*(\d{15,})(?=\s*[,}])/g, '":"$1"'));

const read = <T>({ exitCode, stdout }: RawAnswers['command'], part: (found: never) => T): T | undefined => {
  if (exitCode !== 0) return undefined;
  try {
    return part(wide(stdout) as never);
  } catch {
    return undefined;
  }
};

/** What `etcdctl endpoint status -w json` says; nothing where it could not ask all. */
export const readStatuses = (answer: RawAnswers['command']): readonly Status[] | undefined =>
  read(answer, (all: readonly RawStatus[]) =>
    all.map(({ Status: { header, leader, isLearner, errors } }) => ({
      cluster: `${header.cluster_id}`,
      member: `${header.member_id}`,
      leader: `${leader ?? '0'}`,
      revision: Number(header.revision ?? 0),
      learner: isLearner === true,
      errors: errors ?? [],
    })),
  );

/** The same of those that answered, where some did not. */
export const readAnswering = (answer: RawAnswers['command']): readonly Status[] =>
  readStatuses({ ...answer, exitCode: 0 }) ?? [];

/** What `etcdctl member list -w json` says. */
export const readMembers = (answer: RawAnswers['command']): readonly Member[] | undefined =>
  read(answer, ({ members }: RawMembers) =>
    (members ?? []).map(({ ID, name, peerURLs, isLearner }) => ({
      id: `${ID}`,
      name: name ?? '',
      peers: [...(peerURLs ?? [])],
      learner: isLearner === true,
    })),
  );

/** What a member's configuration says of how it came into its cluster. */
export interface Origin {
  readonly name: string;
  readonly token: string;
}

/** Reads it; nothing where it is not said. */
export function readOrigin({ content }: RawAnswers['file']): Origin | undefined {
  const value = (key: string): string | undefined => new RegExp(`^${key}: *"?([^"\\s]*)"? *$`, 'm').exec(content)?.[1];
  const [name, token] = [value('name'), value('initial-cluster-token')];
  return name === undefined || token === undefined ? undefined : { name, token };
}
