import { backupParts } from './backup-parts.ts';

const kept = (name: string, version: string | null, sum: string, added: number) => ({
  name,
  version,
  sha256: sum.repeat(64) as never,
  added,
});
const artifacts = [
  kept('db.a.tar', 'first', '1', 1),
  kept('db.b.tar', 'first', '2', 2),
  kept('db.backup', 'first', '3', 3),
  kept('db.b.tar', 'second', '4', 4),
  kept('db.a.tar', 'second', '5', 5),
  kept('db.backup', 'second', '6', 6),
  // The third was never finished.
  kept('db.a.tar', 'third', '7', 7),
  kept('other.backup', 'second', '8', 8),
  kept('etcd.db', null, '9', 9),
  kept('etcd.more', null, 'a', 9),
];

test('a backup is found with its parts: the newest of its name, and what was kept with it', () => {
  expect(backupParts(artifacts, 'db', 'db.backup')).toEqual({
    from: '6'.repeat(64),
    parts: { 'part-1': `db.a.tar=${'5'.repeat(64)}`, 'part-2': `db.b.tar=${'4'.repeat(64)}` },
  });
});

test.each([
  ['by its checksum', '3'.repeat(64)],
  ['by its name and version', 'db.backup first'],
])('an older one is named %s', (_, called) => {
  expect(backupParts(artifacts, 'db', called)).toEqual({
    from: '3'.repeat(64),
    parts: { 'part-1': `db.a.tar=${'1'.repeat(64)}`, 'part-2': `db.b.tar=${'2'.repeat(64)}` },
  });
});

test('one that is a single file has no parts, and one that is not there is said', () => {
  expect(backupParts(artifacts, 'etcd', 'etcd.db')).toEqual({ from: '9'.repeat(64), parts: {} });
  expect(() => backupParts(artifacts, 'db', 'db.tar')).toThrow('the controller keeps nothing that is called db.tar');
});
