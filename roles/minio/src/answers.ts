import type { RawAnswers } from '@rolecall/roles';
import type { Bucket, Policy } from './params.ts';

type Said = RawAnswers['command'];
/** Whether something is as wanted, or why not. */
type Judged = boolean | string;

/** What `mc --json` printed; nothing where that cannot be read. */
function read(answer: Said): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(answer.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const readGood = (answer: Said) => (answer.exitCode === 0 ? read(answer) : undefined);

/** What the configuration of a member says of each pool: the addresses of its drives, and the size of its sets. */
export interface ToldPool {
  readonly endpoints: readonly string[];
  readonly setSize: number;
}

/** Reads it; nothing where there is no pool in it. */
export function readPools({ content }: RawAnswers['file']): readonly ToldPool[] | undefined {
  const parts = content.split(/^ {2}- args:$/m).slice(1);
  if (parts.length === 0) return undefined;
  return parts.map((part) => ({
    endpoints: [...part.matchAll(/^ {6}- "([^"]+)"$/gm)].map(([, endpoint]) => endpoint ?? ''),
    setSize: Number(/^ {4}set-drive-count: (\d+)$/m.exec(part)?.[1] ?? 1),
  }));
}

/** The cluster that a drive belongs to, as it says itself; nothing where it belongs to none. */
export function readDeployment({ content }: RawAnswers['file']): string | undefined {
  try {
    const { id } = JSON.parse(content) as { readonly id?: unknown };
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this host's own member answers, as `mc ping` says. */
export function isAlive(answer: Said): Judged {
  const servers = readGood(answer)?.servers;
  if (!Array.isArray(servers) || servers.length === 0) return 'nobody could ask it';
  const [first] = servers as readonly { readonly error?: string }[];
  return first?.error === undefined || first.error === '' || first.error;
}

const NAMED = 3;

/** Whether all servers and drives are there, as `minio-member whole` says; a drive that is being healed is. */
export function isWhole({ exitCode, stdout, stderr }: Said, servers: number, drives: number): Judged {
  if (exitCode !== 0) return lastLine(stderr);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const away = lines.filter(([kind, state]) => kind === 'server' && state !== 'online');
  if (away.length > 0) return `${namesOf(away)} of its servers do not answer`;
  const found = lines.filter(([kind]) => kind === 'server').length;
  if (found < servers) return `${found} of ${servers} servers are there`;
  const bad = lines.filter(([kind, state]) => kind === 'drive' && state !== 'ok');
  if (bad.length > 0)
    return bad
      .slice(0, NAMED)
      .map(([, state, address]) => `${address} is ${state}`)
      .join(', ');
  const good = lines.filter(([kind]) => kind === 'drive').length;
  return good >= drives || `${good} of ${drives} drives are there`;
}

/** How far a drive is that is being healed; how much there is at all MinIO does not know before it has counted once. */
function partOf(lines: readonly (readonly string[])[], drive: string): string {
  const [, healed = 0, , total = 0] = lines.find(([kind, , address]) => kind === 'part' && address === drive) ?? [];
  if (Number(total) > 0) return `${Math.min(99, Math.floor((100 * Number(healed)) / Number(total)))} %`;
  return `${Number(Number(healed).toPrecision(2))} objects`;
}

/** Whether no drive is being healed any more, or how far those are, as `minio-member whole` says. */
export function areHealed({ exitCode, stdout, stderr }: Said): Judged {
  if (exitCode !== 0) return lastLine(stderr);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const open = lines.filter(([kind, , , healing]) => kind === 'drive' && healing === 'healing');
  if (open.length === 0) return lines.some(([kind]) => kind === 'drive') || 'no drive is there';
  return open
    .slice(0, NAMED)
    .map(([, , address = '']) => `${address} is being healed (${partOf(lines, address)})`)
    .join(', ');
}

/** Whether a host does not take part in its cluster, as `minio-member whole` says on another one. */
export function isLost(host: string, { exitCode, stdout, stderr }: Said): Judged {
  if (exitCode !== 0) return lastLine(stderr);
  const server = stdout
    .split('\n')
    .find((line) => line.startsWith('server ') && line.split(' ')[2]?.split(':')[0] === host);
  if (server === undefined) return 'nobody knows of it';
  return (
    server.split(' ')[1] !== 'online' ||
    'it answers: where only drives were lost, mount empty ones in their place and apply'
  );
}

/** Whether a task of `minio-member` that asks for one thing says yes. */
export const saysYes = ({ exitCode, stderr }: Said): Judged => exitCode === 0 || lastLine(stderr);

const lastLine = (stderr: string): string => stderr.trim().split('\n').at(-1) || 'nobody could ask it';

const namesOf = (lines: readonly (readonly string[])[]): string =>
  lines
    .slice(0, NAMED)
    .map(([, , address]) => address)
    .join(', ');

/** As MinIO names what those may do who show no password. */
const ANONYMOUS = { none: 'none', download: 'readonly', upload: 'writeonly', public: 'readwrite' } as const;

/** Whether a bucket is there and as wanted, as `mc stat` says. */
export function bucketIs({ name, versioning, anonymous }: Bucket, answer: Said): Judged {
  const found = readGood(answer) as
    | { readonly Versioning?: { readonly status?: string }; readonly Policy?: { readonly type?: string } }
    | undefined;
  if (found === undefined) return `there is no bucket ${name}`;
  const kept = found.Versioning?.status === 'Enabled';
  if (versioning !== undefined && versioning !== kept) return `it keeps ${kept ? '' : 'no '}former versions`;
  const access = found.Policy?.type ?? 'none';
  return anonymous === undefined || access === ANONYMOUS[anonymous] || `without a password its objects are ${access}`;
}

/** The same policy is written in many ways: texts for lists of one, lists in any order, empty parts left out. */
function canonical(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) {
    const parts = value.flatMap(canonical).filter((part) => part !== undefined);
    const each = new Map(parts.map((part) => [JSON.stringify(part), part]));
    return each.size === 0 ? undefined : [...each.keys()].sort().map((key) => each.get(key));
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .map(([key, part]) => [key, canonical(part)] as const)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return [String(value)];
}

/** Whether a policy is there and says what it should, as `mc admin policy info` says. */
export function policyIs(name: string, wanted: Policy, answer: Said): Judged {
  const info = readGood(answer)?.policyInfo as { readonly Policy?: unknown } | undefined;
  if (info?.Policy === undefined) return `there is no policy ${name}`;
  const [is, should] = [info.Policy, wanted].map((policy) => JSON.stringify(canonical(policy)));
  return is === should || 'it says something else';
}

/** Whether an account may log in with its password, as `mc ls` under its name says: to be forbidden to list is enough. */
export function logsIn(name: string, answer: Said): Judged {
  if (answer.exitCode === 0 || /"(?:Code|code)":"AccessDenied"|Access Denied/.test(answer.stdout + answer.stderr))
    return true;
  return `${name} cannot log in with its password`;
}

/** Whether an account has these policies and no others, as `mc admin user info` says. */
export function isGranted(wanted: readonly string[], answer: Said): Judged {
  const found = readGood(answer);
  if (found === undefined) return 'there is no such user';
  const has = `${found.policyName ?? ''}`.split(',').filter((name) => name !== '');
  const same = [...has].sort().join() === [...new Set(wanted)].sort().join();
  return same || `it has ${has.length === 0 ? 'no policies' : has.join(', ')}`;
}
