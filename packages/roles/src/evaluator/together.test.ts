import { z } from 'zod';
import { RoleError } from '../error.ts';
import { artifact, file, service } from '../kinds.ts';
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

const refusal = (first: string, ...more: readonly string[]): RoleError => {
  try {
    resources(first, ...more);
  } catch (error) {
    if (error instanceof RoleError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('what members are changed together for', () => {
  test('may be any resource that they have', () => {
    expect(resources('artifact:/opt/store', 'file:/etc/store/pools')).toHaveLength(3);
  });

  test('is refused where no member has it, in a sentence that names the role and what it has, those like it first', () => {
    expect(refusal('artifact:/opt/store', 'file:/etc/store/pool').message).toBe(
      'the role store names file:/etc/store/pool in `togetherOn`, which is no resource of objects@a: ' +
        'it has file:/etc/store/pools, artifact:/opt/store, service:store',
    );
  });

  test('is refused where it stands', () => {
    const { code, at } = refusal('/etc/store/pools');
    expect([code, at?.file]).toEqual(['bad_role', expect.stringMatching(/together\.test\.ts$/)]);
  });
});
