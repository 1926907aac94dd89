import { act, ask, check, type Job, type RawAnswers, type Secret } from '@rolecall/roles';
import { bucketIs, isGranted, logsIn, policyIs } from './answers.ts';
import { aliasOf } from './config.ts';
import type { Account, Bucket, Params, Policy } from './params.ts';
import { ACCOUNT, CLIENT, CLIENT_FOLDER, MEMBER, ROOT_ALIAS } from './places.ts';

const TIMEOUT_MS = 20_000;

/** A question to MinIO by mc on a member; without a password in its words. */
export const askClient = (words: readonly string[], until: (answer: RawAnswers['command']) => boolean | string) =>
  ask.command([`${CLIENT}/current/mc`, '--config-dir', CLIENT_FOLDER, '--json', ...words], {
    group: ACCOUNT,
    timeoutMs: TIMEOUT_MS,
    until,
  });

/** One of the tasks of the program on a member; what is secret stands in its environment. */
const task = (name: string, words: readonly string[], environment: Readonly<Record<string, string | Secret>> = {}) =>
  act.command([MEMBER, ...words], { name, environment, timeoutMs: 60_000 });

const bucketCheck = (bucket: Bucket): Job<string> => {
  const { name, versioning, anonymous = '-' } = bucket;
  const kept = versioning === undefined ? '-' : versioning ? 'on' : 'off';
  return check(`bucket-${name}`, {
    after: [],
    done: askClient(['stat', `${ROOT_ALIAS}/${name}`], (answer) => bucketIs(bucket, answer)),
    run: [task(`make the bucket ${name}`, ['bucket', name, kept, anonymous])],
  });
};

const policyCheck = ([name, policy]: readonly [string, Policy]): Job<string> =>
  check(`policy-${name}`, {
    after: [],
    done: askClient(['admin', 'policy', 'info', ROOT_ALIAS, name], (answer) => policyIs(name, policy, answer)),
    run: [task(`make the policy ${name}`, ['policy', name], { POLICY: JSON.stringify(policy) })],
  });

const userCheck = ({ name, password }: Account): Job<string> =>
  check(`user-${name}`, {
    after: [],
    done: askClient(['ls', aliasOf(name)], (answer) => logsIn(name, answer)),
    run: [task(`make the user ${name}`, ['user', name], { PASSWORD: password })],
  });

const grantCheck = ({ name, policies }: Account, own: readonly string[]): Job<string> =>
  check(`grant-${name}`, {
    after: [`user-${name}`, ...policies.filter((policy) => own.includes(policy)).map((policy) => `policy-${policy}`)],
    done: askClient(['admin', 'user', 'info', ROOT_ALIAS, name], (answer) => isGranted(policies, answer)),
    run: [task(`give ${name} its policies`, ['grant', name, policies.join(',')])],
  });

/** What must be there at every apply: buckets, policies, accounts, and who has which policies. */
export const accessChecks = ({ buckets, policies, users }: Params): readonly Job<string>[] => [
  ...buckets.map(bucketCheck),
  ...Object.entries(policies).map(policyCheck),
  ...users.map(userCheck),
  ...users.map((user) => grantCheck(user, Object.keys(policies))),
];
