import type { Catalog, InstanceId } from '@rolecall/protocol';
import { RecentCatalogs } from './recent.ts';

const catalog = (name: string): Catalog => ({
  schema: 'rolecall/catalog/1',
  instance: `${name}@h` as InstanceId,
  formerly: [],
  undo: null,
  resources: [],
  secrets: [],
});

test('the same catalog is answered again', () => {
  const recent = new RecentCatalogs();
  const one = catalog('one');
  recent.keep('a', one, 1000);
  expect(recent.get('a')).toBe(one);
  expect(recent.get('b')).toBeUndefined();
});

test('no more than the last ones are known', () => {
  const recent = new RecentCatalogs();
  const catalogs = Array.from({ length: 40 }, (_, i) => catalog(`c${i}`));
  for (const [i, one] of catalogs.entries()) recent.keep(`h${i}`, one, 10);
  expect(recent.get('h0')).toBeUndefined();
  expect(recent.get('h39')).toBe(catalogs[39]);
});
