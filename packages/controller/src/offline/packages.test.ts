import { repositoryIndex, stanzasOf, urisOf } from './packages.ts';

/** As apt of Debian 12 says it. */
const URIS = `'http://deb.debian.org/debian/pool/main/r/redis/redis-tools_7.0.15-1%7edeb12u5_amd64.deb' redis-tools_5%3a7.0.15-1~deb12u5_amd64.deb 989632 MD5Sum:8e7e
'http://deb.debian.org/debian/pool/main/libo/libonig/libonig5_6.9.8-1_amd64.deb' libonig5_6.9.8-1_amd64.deb 187828 
`;
const SHOWN = `Package: redis-tools
Source: redis
Version: 5:7.0.15-1~deb12u5
Depends: libc6 (>= 2.34)
Filename: pool/main/r/redis/redis-tools_7.0.15-1~deb12u5_amd64.deb
Size: 989632
SHA256: ${'a'.repeat(64)}
Description-en: key-value database
 It is one. See https://redis.io/:
 .
 Very much so.

Package: libonig5
Version: 6.9.8-1
Filename: pool/main/libo/libonig/libonig5_6.9.8-1_amd64.deb
Size: 187828
MD5sum: 7e35
SHA256: ${'b'.repeat(64)}
Description: regular expressions

`;

test('what apt would fetch is read with versions that have an epoch', () => {
  expect(urisOf(URIS).map(({ spec, size }) => [spec, size])).toEqual([
    ['redis-tools=5:7.0.15-1~deb12u5', 989632],
    ['libonig5=6.9.8-1', 187828],
  ]);
});

test('a line that names no package to be fetched is refused', () => {
  expect(() => urisOf(`'file:/media/cdrom/a.deb' a_1_amd64.deb 1 `)).toThrow('which is no package');
  expect(() => urisOf(`'http://a/../x' ../x.deb 1 `)).toThrow('which is no package');
});

test('the index names each package beside itself, and keeps what apt needs to know', () => {
  const { text, files } = repositoryIndex(urisOf(URIS), stanzasOf(SHOWN));
  expect(files.map(({ file, sha256 }) => [file, sha256.slice(0, 2)])).toEqual([
    ['libonig5_6.9.8-1_amd64.deb', 'bb'],
    ['redis-tools_7.0.15-1~deb12u5_amd64.deb', 'aa'],
  ]);
  expect(text.toString()).toBe(`Package: libonig5
Version: 6.9.8-1
Size: 187828
SHA256: ${'b'.repeat(64)}
Description: regular expressions
Filename: ./libonig5_6.9.8-1_amd64.deb

Package: redis-tools
Source: redis
Version: 5:7.0.15-1~deb12u5
Depends: libc6 (>= 2.34)
Size: 989632
SHA256: ${'a'.repeat(64)}
Description-en: key-value database
 It is one. See https://redis.io/:
 .
 Very much so.
Filename: ./redis-tools_7.0.15-1~deb12u5_amd64.deb

`);
});

test('a package of which apt knows no checksum is refused', () => {
  expect(() => repositoryIndex(urisOf(URIS), stanzasOf(SHOWN.replaceAll('SHA256', 'SHA1')))).toThrow('no checksum');
});
