import { layerKey } from './layers.ts';

test('the order and repetition of packages make no other layer', () => {
  const one = layerKey({ suite: 'bookworm', cachedPackages: ['redis-server', 'nginx'] });
  expect(layerKey({ suite: 'bookworm', cachedPackages: ['nginx', 'redis-server', 'nginx'] })).toBe(one);
});

test('another suite or package makes another layer', () => {
  const keys = [
    layerKey({ suite: 'bookworm', cachedPackages: [] }),
    layerKey({ suite: 'trixie', cachedPackages: [] }),
    layerKey({ suite: 'bookworm', cachedPackages: ['nginx'] }),
  ];
  expect(new Set(keys).size).toBe(3);
});
