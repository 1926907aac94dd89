import { parseDpkgStatus, shippedHash } from './dpkg-status.ts';

const status = `Package: redis-server
Status: hold ok installed
Architecture: amd64
Version: 5:7.0.15-1~deb12u1
Conffiles:
 /etc/redis/redis.conf 0123456789abcdef0123456789abcdef
 /etc/redis/old.conf 11111111111111111111111111111111 obsolete
 /etc/redis/new.conf newconffile
Description: Package: not-a-package
 Status: of no one

Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9

Package: libc6
Status: deinstall ok config-files
Architecture: i386
Version: 2.36-8
`;

test('packages are known by name, with what dpkg is asked to do and how far it is', () => {
  const packages = parseDpkgStatus(Buffer.from(status));
  expect([...packages.keys()]).toEqual(['redis-server', 'libc6']);
  expect(packages.get('redis-server')).toEqual([
    { name: 'redis-server', architecture: 'amd64', version: '5:7.0.15-1~deb12u1', want: 'hold', status: 'installed' },
  ]);
  expect(packages.get('libc6')?.map(({ architecture, status: word }) => [architecture, word])).toEqual([
    ['amd64', 'installed'],
    ['i386', 'config-files'],
  ]);
});

test('what is not a paragraph of dpkg is passed over', () => {
  expect(parseDpkgStatus(Buffer.from('\n\n\nnonsense\n\nPackage: half\n')).size).toBe(0);
});

test('the hash of a shipped file is that of its own path', () => {
  expect(shippedHash(status, '/etc/redis/redis.conf')).toBe('0123456789abcdef0123456789abcdef');
  expect(shippedHash(status, '/etc/redis/old.conf')).toBe('11111111111111111111111111111111');
  expect(shippedHash(status, '/etc/redis/new.conf')).toBeUndefined();
  expect(shippedHash(status, '/etc/redis')).toBeUndefined();
});
