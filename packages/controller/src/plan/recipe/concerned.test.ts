import fc from 'fast-check';
import { concernedBy } from './concerned.ts';

const hosts = ['a', 'b', 'c', 'd', 'e'].map((name) => name as never);
const some = fc.subarray(hosts, { minLength: 1 });
const one = fc.constantFrom(...hosts);

test('whoever leaves is among everybody and not among the members afterwards, whether the site was edited or not', () => {
  fc.assert(
    fc.property(some, some, one, fc.option(one), (listed, applied, host, to) => {
      fc.pre(host !== to);
      const wish = { recipe: 'replace' as const, host, to };
      const { everybody, afterwards } = concernedBy(listed, applied, wish);
      expect(everybody).toContain(host);
      expect(afterwards.includes(host)).toBe(to === null);
      if (to !== null) expect(afterwards).toContain(to);
      expect(everybody).toEqual([...new Set(everybody)].sort());
      const edited = [...listed.filter((name) => name !== host), ...(to === null ? [host] : [to])];
      expect(concernedBy(edited, applied, wish)).toEqual(concernedBy(listed, applied, wish));
    }),
  );
});

test('a drill is about its own hosts and none of the cluster', () => {
  fc.assert(
    fc.property(some, some, some, (listed, applied, on) => {
      const { everybody, afterwards } = concernedBy(listed, applied, { recipe: 'drill', host: null, to: null, on });
      expect([everybody, afterwards]).toEqual([[...on].sort(), [...on].sort()]);
    }),
  );
});

test('a recipe for all of a cluster is about the hosts of the site', () => {
  expect(concernedBy(hosts, [], { recipe: 'backup', host: null, to: null })).toEqual({
    everybody: hosts,
    afterwards: hosts,
  });
});
