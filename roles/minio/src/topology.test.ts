import type { Answers } from '@rolecall/roles';
import type { ToldPool } from './answers.ts';
import type { Pool } from './pools.ts';
import { decide } from './topology.ts';

const names = ['m-1', 'm-2', 'm-3'];
const peers = names.map((name, index) => ({ name, address: `10.0.0.${index + 1}`, labels: {}, facts: {} }));
const told = <T>(values: Readonly<Record<string, T>>): Answers<T> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      values[name] === undefined ? { is: 'absent', reason: 'not there' } : { is: 'value', value: values[name] },
    ]),
  );
const pool = (hosts: readonly string[]): Pool & ToldPool => ({
  hosts,
  drives: ['/d'],
  setSize: hosts.length,
  endpoints: hosts.map((host) => `https://${host}:9000/d`),
});
const first = pool(names);
const live = (had: readonly ToldPool[] = [first]) => ({
  pools: told(Object.fromEntries(names.map((name) => [name, had]))),
  deployment: told(Object.fromEntries(names.map((name) => [name, 'one']))),
});
const formed = { founder: 'm-1', formed: true };
const base = { peers, record: formed, answers: live(), wanted: { pools: [first] } };

describe('what is decided', () => {
  test('is which cluster the drives belong to; none where there is no data yet', () => {
    expect(decide(base)).toEqual({ deployment: 'one' });
    expect(decide({ ...base, record: null, answers: { pools: told({}), deployment: told({}) } })).toEqual({
      deployment: null,
    });
  });

  test('is the same where a host lost its drives, and where a pool came in', () => {
    const lost = { ...live(), deployment: told({ 'm-2': 'one', 'm-3': 'one' }) };
    expect(decide({ ...base, answers: lost })).toEqual({ deployment: 'one' });
    expect(decide({ ...base, wanted: { pools: [first, pool(['m-4', 'm-5', 'm-6'])] } })).toEqual({ deployment: 'one' });
  });

  test('binds nobody to what was written before anything was founded', () => {
    const written = { pools: live().pools, deployment: told<string>({}) };
    expect(
      decide({ ...base, record: null, answers: written, wanted: { pools: [pool(['m-1', 'm-3', 'm-2'])] } }),
    ).toEqual({
      deployment: null,
    });
  });

  test.each<[string, readonly (Pool & ToldPool)[], RegExp]>([
    [
      'a host more',
      [pool([...names, 'm-4'])],
      /^pool 1 of MinIO keeps the 3 drives on m-1, m-2, m-3 .* cannot become another one: to grow, add a pool: pools: \[\{ hosts: \['m-1', 'm-2', 'm-3'\] \}, \{ hosts: \['m-4'\] \}\]$/,
    ],
    ['a host less', [pool(['m-1', 'm-2'])], /to grow, add a pool: .*\{ hosts: \[…\] \}\]$/],
    ['another order', [pool(['m-2', 'm-1', 'm-3'])], /in their order/],
    ['other sets', [{ ...first, setSize: 1 }], /in sets of 3/],
    ['no pool at all', [], /pool 1 of MinIO/],
  ])('refuses %s', (_, pools, says) => {
    expect(() => decide({ ...base, wanted: { pools } })).toThrow(says);
  });

  test('never begins anew where all drives are empty that had data, nor mixes two clusters', () => {
    const empty = { pools: live().pools, deployment: told<string>({}) };
    expect(() => decide({ ...base, answers: empty })).toThrow(/drives of all members of MinIO are empty/);
    const mixed = { ...live(), deployment: told({ 'm-1': 'one', 'm-3': 'two' }) };
    expect(() => decide({ ...base, answers: mixed })).toThrow(/m-1 and m-3 have drives of different clusters/);
  });
});
