import fc from 'fast-check';
import {
  areHealed,
  bucketIs,
  isAlive,
  isGranted,
  isLost,
  isWhole,
  logsIn,
  policyIs,
  readDeployment,
  readPools,
} from './answers.ts';
import { poolsText } from './config.ts';
import type { Params } from './params.ts';
import { endpointsOf } from './pools.ts';

const said = (stdout: string | object, exitCode = 0, stderr = '') => ({
  exitCode,
  stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
  stderr,
});
const file = (content: string) => ({ size: content.length, mode: 0o644, content });

test('pools are read as they were written', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const pool = fc.record({
    hosts: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
    drives: fc.uniqueArray(fc.stringMatching(/^\/[a-z0-9/]{1,20}[a-z]$/), { minLength: 1, maxLength: 4 }),
    setSize: fc.integer({ min: 1, max: 16 }),
  });
  fc.assert(
    fc.property(fc.array(pool, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 65_535 }), (pools, port) => {
      const alone = pools.length === 1 && pools[0]?.hosts.length === 1;
      expect(readPools(file(poolsText(pools, { port } as Params)))).toEqual(
        pools.map((one) => ({ endpoints: endpointsOf(one, port, alone), setSize: one.setSize })),
      );
    }),
  );
  expect(readPools(file('version: v2\n'))).toBeUndefined();
});

test('a drive says which cluster it belongs to', () => {
  expect(readDeployment(file('{"version":"1","format":"xl","id":"5f0c","xl":{}}'))).toBe('5f0c');
  expect(readDeployment(file('not json'))).toBeUndefined();
});

describe('whether all is there', () => {
  const lines = (server: string, drive: string) =>
    `server online m-1:9000\ndrive ok https://m-1:9000/d\nserver ${server} m-2:9000\ndrive ${drive} https://m-2:9000/d\n`;

  test.each<[string, ReturnType<typeof said>, boolean | string]>([
    ['all servers and drives', said(lines('online', 'ok')), true],
    ['a drive that is being healed counts', said(lines('online', 'ok').replace(/d\n$/, 'd healing\n')), true],
    ['a server that is away', said(lines('offline', 'offline')), 'm-2:9000 of its servers do not answer'],
    ['a broken drive', said(lines('online', 'faulty')), 'https://m-2:9000/d is faulty'],
    ['a server that nobody knows of', said('server online m-1:9000\ndrive ok x\n'), '1 of 2 servers are there'],
    ['a drive that nobody knows of', said('server online a\nserver online b\ndrive ok x\n'), '1 of 2 drives are there'],
    ['no quorum', said('', 1, 'there is no write quorum\n'), 'there is no write quorum'],
  ])('is told of %s', (_, answer, expected) => {
    expect(isWhole(answer, 2, 2)).toBe(expected);
  });

  const healing = 'drive ok https://m-2:9000/d/1 healing\n';

  test.each<[string, ReturnType<typeof said>, boolean | string]>([
    ['nothing that is being healed', said(lines('online', 'ok')), true],
    [
      'how far it is',
      said(`${healing}part 50 https://m-2:9000/d/1 200\n`),
      'https://m-2:9000/d/1 is being healed (25 %)',
    ],
    [
      'what there is, where nobody has counted',
      said(`${healing}part 1234 https://m-2:9000/d/1 0\n`),
      'https://m-2:9000/d/1 is being healed (1200 objects)',
    ],
    ['a drive of which nothing is told yet', said(healing), 'https://m-2:9000/d/1 is being healed (0 objects)'],
    ['nothing at all', said(''), 'no drive is there'],
    ['no quorum', said('', 1, 'there is no write quorum\n'), 'there is no write quorum'],
  ])('healing is told of %s', (_, answer, expected) => {
    expect(areHealed(answer)).toBe(expected);
  });

  test.each<[string, ReturnType<typeof said>, boolean | string]>([
    ['does not answer', said(lines('offline', 'offline')), true],
    ['answers', said(lines('online', 'ok')), expect.stringContaining('it answers') as never],
    ['is no member', said('server online m-1:9000 7\n'), 'nobody knows of it'],
    ['cannot be told of', said('', 1, 'there is no write quorum\n'), 'there is no write quorum'],
  ])('a host that %s', (_, answer, expected) => {
    expect(isLost('m-2', answer)).toEqual(expected);
  });

  test('one server answers where it has no error', () => {
    expect(isAlive(said({ status: 'success', servers: [{ endpoint: {} }] }))).toBe(true);
    expect(isAlive(said({ status: 'success', servers: [{ error: 'refused' }] }))).toBe('refused');
    expect(isAlive(said('', 1))).toBe('nobody could ask it');
  });
});

describe('what is made for applications', () => {
  test('a bucket is as wanted where what is said of it holds, and nothing else is looked at', () => {
    const found = said({ status: 'success', Versioning: { status: 'Enabled' }, Policy: { type: 'readonly' } });
    expect(bucketIs({ name: 'b' }, found)).toBe(true);
    expect(bucketIs({ name: 'b', versioning: true, anonymous: 'download' }, found)).toBe(true);
    expect(bucketIs({ name: 'b', versioning: false }, found)).toBe('it keeps former versions');
    expect(bucketIs({ name: 'b', anonymous: 'none' }, found)).toBe('without a password its objects are readonly');
    expect(bucketIs({ name: 'b' }, said({ status: 'error' }, 1))).toBe('there is no bucket b');
  });

  test('a policy is the same however it is spelled', () => {
    const wanted = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow' as const, Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::a/*' }],
    };
    const has = (policy: object) =>
      said({ status: 'success', policy: 'p', policyInfo: { PolicyName: 'p', Policy: policy } });
    const spelled = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:aws:s3:::a/*'], Condition: {} },
      ],
    };
    expect(policyIs('p', wanted, has(spelled))).toBe(true);
    const less = { ...spelled, Statement: [{ ...spelled.Statement[0], Action: ['s3:GetObject'] }] };
    expect(policyIs('p', wanted, has(less))).toBe('it says something else');
    expect(policyIs('p', wanted, said({ status: 'error' }, 1))).toBe('there is no policy p');
  });

  test('an account logs in also where it may list nothing', () => {
    expect(logsIn('u', said('', 0))).toBe(true);
    expect(
      logsIn('u', said('', 1, '{"error":{"cause":{"message":"Access Denied.","error":{"Code":"AccessDenied"}}}}')),
    ).toBe(true);
    expect(logsIn('u', said('', 1, '{"error":{"cause":{"error":{"Code":"SignatureDoesNotMatch"}}}}'))).toBe(
      'u cannot log in with its password',
    );
  });

  test('an account has its policies and no others, in any order', () => {
    expect(isGranted(['b', 'a'], said({ status: 'success', policyName: 'a,b' }))).toBe(true);
    expect(isGranted([], said({ status: 'success' }))).toBe(true);
    expect(isGranted(['a'], said({ status: 'success', policyName: 'a,b' }))).toBe('it has a, b');
    expect(isGranted(['a'], said({ status: 'success' }))).toBe('it has no policies');
    expect(isGranted(['a'], said({}, 1))).toBe('there is no such user');
  });
});
