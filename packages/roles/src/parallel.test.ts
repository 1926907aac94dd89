import { z } from 'zod';
import type { Declared } from './declared.ts';
import { evaluate } from './evaluator/testing.ts';
import { aptRepository, artifact, command, directory, file, pkg, service, sysctl } from './kinds.ts';
import { Groups, parallel } from './parallel.ts';
import { defineRole } from './role.ts';
import { defineSite } from './site.ts';

const fetched = (name: string) =>
  artifact(`/opt/${name}`, { url: `https://example.org/${name}.tar.gz`, sha256: 'a'.repeat(64), version: '1' });
const run = (name: string) => command(name, { argv: ['/bin/true'] });
const placesOf = (...list: Parameters<Groups['placeOf']>[0][]) => {
  const groups = new Groups();
  return list.map((one) => groups.placeOf(one));
};

test('members of a group are told from what stands around them', () => {
  const [a, b, c, d] = [run('a'), run('b'), run('c'), run('d')];
  const list = [run('x'), ...parallel([a, b]), ...parallel([c, d]), run('y')];
  expect(placesOf(...list)).toEqual([undefined, 'first', 'next', 'first', 'next', undefined]);
  expect(placesOf(b, run('z'))).toEqual(['first', undefined]);
  expect(() => placesOf(a, run('between'), b)).toThrow('parallel to what does not stand beside it');
});

test('what is independent may be parallel', () => {
  const conf = file('/etc/a.conf', { content: '' });
  expect(parallel([fetched('a'), fetched('b'), pkg('curl'), run('c'), conf])).toHaveLength(5);
  expect(parallel([])).toEqual([]);
});

test.each<readonly [string, () => readonly Declared[], string]>([
  ['two packages', () => [pkg('one'), pkg('two')], 'both need dpkg'],
  [
    'a package and a repository',
    () => [
      pkg('one'),
      aptRepository('x', {
        uris: ['https://example.org'],
        suites: ['stable'],
        components: ['main'],
        keyFile: '/usr/x.asc',
      }),
    ],
    'both need dpkg',
  ],
  ['a path twice', () => [file('/etc/a', { content: '' }), directory('/etc/a')], 'both are about /etc/a'],
  ['a file in a folder', () => [directory('/srv/a'), file('/srv/a/b', { content: '' })], 'both are about /srv/a'],
  ['the same twice', () => [run('a'), run('a')], 'they are the same one'],
  ['a kind that goes alone', () => [run('a'), sysctl('vm.swappiness', { value: '1' })], 'a sysctl goes alone'],
])('%s cannot be parallel', (_, make, why) => {
  expect(() => parallel(make())).toThrow(why);
});

test('a service is not parallel to what it restarts on, nor anything to two groups', () => {
  const conf = file('/etc/a.conf', { content: '' });
  expect(() => parallel([conf, service('a', { running: true, restartOn: [conf] })])).toThrow('acts on a change');
  const [a, b] = parallel([run('a'), run('b')]);
  expect(() => parallel([a, b] as never)).toThrow('command:a is in another parallel already');
  expect(() => parallel([{} as never])).toThrow('parallel takes what');
});

test('a list that is evaluated carries its groups, and what becomes of each resource when it goes', () => {
  const role = defineRole({
    name: 'x',
    params: z.object({}),
    resources: () => [...parallel([run('a'), run('b')]), directory('/srv/x', { remove: 'always' })],
  });
  const site = defineSite({ name: 's', hosts: { a: {} }, use: () => void role.on(['a']) });
  const peers = [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }];
  const call = { call: 'resources', use: 'x', params: {}, peers, record: null, decided: {}, host: 'a' } as const;
  expect(evaluate(site)(call as never)).toMatchObject([
    { key: 'a', parallel: 'first' },
    { key: 'b', parallel: 'next' },
    { key: '/srv/x', remove: 'always' },
  ]);
});
