import { workload } from './workload.ts';

const sizes = (count: number) =>
  Object.fromEntries(Object.entries(workload(count)).map(([kind, all]) => [kind, (all as readonly unknown[]).length]));

test('of 200 resources there are as many of each kind as is said', () => {
  expect(sizes(200)).toEqual({
    packages: 20,
    groups: 10,
    users: 10,
    directories: 30,
    units: 8,
    files: 112,
    services: 10,
  });
});

test.each([10, 30, 100, 200, 1000, 3000, 10_000])('%i resources are as many', (count) => {
  expect(Object.values(sizes(count)).reduce((sum, one) => sum + one, 0)).toBe(count);
});

test('no two files have one path, and asking again gives the same', () => {
  const paths = workload(10_000).files.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(workload(300)).toEqual(workload(300));
});
