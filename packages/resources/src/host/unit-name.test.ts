import { pathUnit } from './unit-name.ts';

test.each([
  ['/srv/data', 'srv-data.mount'],
  ['/', '-.mount'],
  ['/srv/my-data/a b', 'srv-my\\x2ddata-a\\x20b.mount'],
  ['/.hidden/.x', '\\x2ehidden-.x.mount'],
  ['/srv/ä', 'srv-\\xc3\\xa4.mount'],
])('%s is mounted by %s', (path, unit) => {
  expect(pathUnit(path, 'mount')).toBe(unit);
});
