import { z } from 'zod';
import { type AnyKindInput, defineKind } from '../brought.ts';
import type { Declared } from '../declared.ts';
import { RoleError } from '../error.ts';
import { artifact, file, kindFunction, service } from '../kinds.ts';
import { defineRole } from '../role.ts';
import { defineSite } from '../site.ts';
import { evaluate } from './testing.ts';

/** What a role with these names in `togetherOn` wants on a host. */
function resources(first: string, ...more: readonly string[]): unknown {
  const role = defineRole({
    name: 'store',
    params: z.object({}),
    cluster: { change: { togetherOn: [first, ...more] } },
    resources: ({ host }) => {
      const program = artifact('/opt/store', { version: '1', sha256: 'a'.repeat(64), format: 'tar.gz' });
      const pools = file('/etc/store/pools', { content: `${host.name}\n` });
      return [program, pools, service('store', { running: true, restartOn: [program, pools] })];
    },
  });
  const site = defineSite({ name: 's', hosts: { a: {} }, use: () => void role.on(['a'], {}, { as: 'objects' }) });
  const peers = [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }];
  const call = { call: 'resources', use: 'objects', params: {}, peers, record: null, decided: {}, host: 'a' } as const;
  return evaluate(site)(call as never);
}

const refusal = (first: string, ...more: readonly string[]): RoleError => thrownBy(() => resources(first, ...more));

function thrownBy(act: () => unknown): RoleError {
  try {
    act();
  } catch (error) {
    if (error instanceof RoleError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('what members are changed together for', () => {
  test('may be any resource that they have', () => {
    expect(resources('artifact:/opt/store', 'file:/etc/store/pools')).toHaveLength(3);
  });

  test('is refused where no member has it, in a sentence that names the role and what it has, those like it first', () => {
    expect(refusal('artifact:/opt/store', 'file:/etc/store/pool').message).toBe(
      'the role store names file:/etc/store/pool in `togetherOn`, which is no resource of objects@a: ' +
        'it has file:/etc/store/pools, service:store, artifact:/opt/store',
    );
  });

  test('is refused where it stands', () => {
    const { code, at } = refusal('/etc/store/pools');
    expect([code, at?.file]).toEqual(['bad_role', expect.stringMatching(/names\.test\.ts$/)]);
  });
});

/** What a role wants on a host, in a site of its own. */
function listed(
  part: 'resources' | 'stage',
  resources: () => readonly Declared[],
  kinds: readonly AnyKindInput[] = [],
) {
  const role = defineRole({ name: 'store', params: z.object({}), kinds, stage: resources, resources });
  const site = defineSite({ name: 's', hosts: { a: {} }, use: () => void role.on(['a'], {}, { as: 'objects' }) });
  const peers = [{ name: 'a', address: '10.0.0.1', labels: {}, facts: {} }];
  return () =>
    evaluate(site)({ call: part, use: 'objects', params: {}, peers, record: null, decided: {}, host: 'a' } as never);
}

describe('what a resource acts on', () => {
  const conf = () => file('/etc/store.conf', { content: 'x' });
  const pools = () => file('/etc/store/pools', { content: 'x' });

  test('may be any resource before it in the same list', () => {
    const all = () => [conf(), pools(), service('store', { restartOn: ['file:/etc/store.conf'], reloadOn: [pools()] })];
    expect(listed('resources', all)()).toHaveLength(3);
  });

  test('is refused where it comes behind: it would be heard of at the next apply only', () => {
    const all = () => [service('store', { restartOn: [pools()] }), pools()];
    expect(listed('resources', all)).toThrow(
      'service:store of objects@a names file:/etc/store/pools in `restartOn`, which is listed behind it: ' +
        'list it before, or it is heard of at the next apply only',
    );
  });

  test.each(['restartOn', 'reloadOn'] as const)(
    'is refused in %s where nothing of the list is named so, with what there is, the nearest first',
    (as) => {
      const all = () => [pools(), conf(), service('store', { running: true, [as]: ['file:/etc/stor.conf'] })];
      expect(listed('resources', all)).toThrow(
        `service:store names file:/etc/stor.conf in \`${as}\`, which is no resource of objects@a: ` +
          'it has file:/etc/store.conf, file:/etc/store/pools, service:store',
      );
    },
  );

  test('is refused where it stands, also where it was declared and then left out', () => {
    const line = (error: RoleError) => [error.code, error.at?.file];
    const all = () => [service('store', { restartOn: [conf()] })];
    expect(line(thrownBy(listed('resources', all)))).toEqual(['bad_role', expect.stringMatching(/names\.test\.ts$/)]);
  });

  test('is refused among what is staged, which is brought about by itself', () => {
    const all = () => [service('store', { restartOn: ['file:/etc/store.conf'] })];
    expect(thrownBy(listed('stage', all)).message).toMatch(/^service:store names file:\/etc\/store\.conf in/);
  });

  test('is refused in a kind that the role brings', () => {
    const kind = defineKind({
      kind: 'store.pool',
      summary: 'A pool.',
      params: z.strictObject({ name: z.string(), follows: z.array(z.string()) }),
      key: ({ name }) => name,
      actsOn: ['follows'],
      holdsData: false,
      example: '',
      provider: new URL('file:///kinds/hash/provider.json'),
    });
    const pool = kindFunction(kind, 'name');
    expect(thrownBy(listed('resources', () => [pool('a', { follows: ['file:/x'] })], [kind])).message).toBe(
      'store.pool:a names file:/x in `follows`, which is no resource of objects@a: it has store.pool:a',
    );
  });
});
