import { createHash } from 'node:crypto';
import { type Member, tarOf } from '../../../packages/agent/src/testing/archives.ts';
import { type KindsHost, resource } from './kinds-host.ts';

const DATA = '/srv/releases';
const SERVER = 'http://127.0.0.1:8099';

/** A web server of the host itself: Node's, on the agent's runtime. It sends slowly what is asked for as `/slow/…`, and knows ranges. */
const WEB = `const { createServer } = require('node:http'); const fs = require('node:fs');
createServer((request, response) => {
  fs.appendFileSync('/srv/asked', request.url + ' ' + (request.headers.range ?? '') + '\\n');
  const content = fs.readFileSync('${DATA}/' + request.url.split('/').at(-1));
  const from = Number(/bytes=(\\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from ? 206 : 200, from ? { 'content-range': 'bytes ' + from + '-' + (content.length - 1) + '/' + content.length } : {});
  if (!request.url.startsWith('/slow/')) return response.end(content.subarray(from));
  let at = from;
  const timer = setInterval(() => {
    if (at >= content.length) { clearInterval(timer); return response.end(); }
    response.write(content.subarray(at, at += 65536));
  }, 50);
}).listen(8099, '127.0.0.1');`;

/** What a release of a small program is packed from. */
const PACK = `set -e; mkdir -p ${DATA} /srv/app/app-$1/bin; cd /srv/app
printf '#!/bin/sh\\necho app %s\\n' $1 >app-$1/bin/app; chmod 755 app-$1/bin/app; ln -sf bin/app app-$1/app
tar -cf ${DATA}/app-$1.tar app-$1; gzip -kf ${DATA}/app-$1.tar
mkdir -p deb/DEBIAN deb/usr/bin; cp app-$1/bin/app deb/usr/bin/app
printf 'Package: app\\nVersion: 1\\nArchitecture: all\\nMaintainer: a test\\nDescription: none\\n' >deb/DEBIAN/control
dpkg-deb -b deb ${DATA}/app-$1.deb >/dev/null; cp app-$1/bin/app ${DATA}/app-$1`;

/** Artifacts: fetched, checked, unpacked, switched, pruned; refused whole; resumed. */
export function artifactClaims(there: () => KindsHost): void {
  const sha = async (name: string): Promise<string> => (await there().sh(`sha256sum ${DATA}/${name}`)).slice(0, 64);
  const release = async (version: string, more: object = {}, name = `app-${version}.tar.gz`) =>
    resource('artifact', {
      path: '/opt/app',
      version,
      url: `${SERVER}/${name}`,
      sha256: await sha(name),
      strip: 1,
      ...more,
    });

  beforeAll(async () => {
    await there().host.writeFile('/srv/pack', PACK);
    await there().host.writeFile('/srv/web.cjs', WEB);
    for (const version of ['1.0', '2.0', '3.0']) await there().sh(`sh /srv/pack ${version}`);
    await there().sh(`systemd-run --unit=releases ${there().node} /srv/web.cjs`);
    await there().until(`bash -c 'exec 3<>/dev/tcp/127.0.0.1/8099'`);
  });

  test('a release is unpacked and made current, and a second apply touches nothing', async () => {
    const one = await release('1.0');
    expect(await there().settles([one], 'rm /opt/app/current /opt/app/1.0/bin/app')).toEqual([
      expect.stringMatching(/^artifact:\/opt\/app content: "\w+, 1 entries are missing" → "\w+"$/),
      'artifact:/opt/app current: null → "1.0"',
    ]);
    expect(await there().sh('/opt/app/current/app; stat -c "%U:%G %a" /opt/app/1.0 /opt/app/1.0/bin/app')).toBe(
      'app 1.0\nroot:root 755\nroot:root 755',
    );
    expect(await there().sh('ls -A /opt/app')).toBe('1.0\ncurrent');
  });

  test('another version is switched to, and more than are to be kept are removed', async () => {
    for (const version of ['2.0', '3.0']) {
      expect((await there().apply(await release(version))).outcome).toBe('changed');
    }
    expect(await there().sh('/opt/app/current/app; ls -A /opt/app')).toBe('app 3.0\n2.0\n3.0\ncurrent');
    await there().isSettled([await release('3.0')]);
  });

  test('the same version with another checksum is refused, and replaced where the old one is listed', async () => {
    const before = await sha('app-3.0.tar.gz');
    await there().sh(`cd /srv/app; echo more >app-3.0/more; tar -czf ${DATA}/app-3.0.tar.gz app-3.0`);
    expect((await there().apply(await release('3.0'))).fault?.message).toContain(`has the checksum ${before}`);
    expect((await there().apply(await release('3.0', { previous: [before] }))).outcome).toBe('changed');
    expect(await there().sh('cat /opt/app/current/more; ls -A /opt/app')).toBe('more\n2.0\n3.0\ncurrent');
  });

  test('content with a wrong checksum leaves nothing', async () => {
    const wrong = await release('4.0', { sha256: 'f'.repeat(64) }, 'app-1.0.tar.gz');
    expect((await there().apply(wrong)).fault).toMatchObject({ code: 'wrong_hash' });
    expect(await there().sh('/opt/app/current/app; ls -d /opt/app/4.0')).toBe('app 3.0');
  });

  test('single files and debs are laid out, for an owner', async () => {
    const single = resource('artifact', {
      path: '/opt/single',
      version: '1',
      url: `${SERVER}/app-1.0`,
      format: 'file',
      sha256: await sha('app-1.0'),
      owner: 'games',
    });
    const deb = resource('artifact', {
      path: '/opt/deb',
      version: '1',
      url: `${SERVER}/app-1.0.deb`,
      sha256: await sha('app-1.0.deb'),
    });
    expect((await there().apply(single, deb)).outcome).toBe('changed');
    expect(
      await there().sh('/opt/single/current/single; /opt/deb/current/usr/bin/app; stat -c %U /opt/single/1/single'),
    ).toBe('app 1.0\napp 1.0\ngames');
    await there().isSettled([single, deb]);
  });

  test.each<[string, readonly Member[]]>([
    ['leads out', [{ name: 'ok' }, { name: '../../../etc/evil', content: 'x' }]],
    [
      'writes through a link',
      [
        { name: 'l', type: '2', target: '/etc' },
        { name: 'l/evil', content: 'x' },
      ],
    ],
    ['names a file of the host', [{ name: 'shadow', type: '1', target: '/etc/shadow' }]],
    ['holds a device', [{ name: 'ok' }, { name: 'disk', type: '4' }]],
  ])('an archive that %s is refused whole', async (_, members) => {
    const bytes = tarOf(members);
    await there().host.writeFile('/srv/evil.b64', bytes.toString('base64'));
    await there().sh(`base64 -d /srv/evil.b64 >${DATA}/evil.tar`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const evil = resource('artifact', { path: '/opt/evil', version: '1', url: `${SERVER}/evil.tar`, sha256 });
    expect((await there().apply(evil)).fault).toMatchObject({ code: 'archive_refused' });
    expect(await there().sh('ls -d /etc/evil /opt/evil/1 /opt/evil/current; stat -c %h /etc/shadow')).toBe('1');
  });

  test('a fetch whose program is killed goes on where it stopped', async () => {
    await there().sh(`head -c 3000000 /dev/urandom >${DATA}/large; : >/srv/asked`);
    const large = resource('artifact', {
      path: '/opt/large',
      version: '1',
      url: `${SERVER}/slow/large`,
      format: 'file',
      sha256: await sha('large'),
    });
    const first = there().apply(large);
    await there().until('[ "$(stat -c %s /opt/large/.rolecall-part-* 2>/dev/null || echo 0)" -gt 500000 ]');
    await there().sh(`kill -9 $(pgrep -f '^[^ ]*node [^ ]* artifact$')`);
    expect((await first).fault).toMatchObject({ code: 'artifact_failed' });
    expect((await there().apply(large)).outcome).toBe('changed');
    expect(await there().sh('tail -n 1 /srv/asked')).toMatch(/^\/slow\/large bytes=[5-9]\d{5,}-$|bytes=[12]\d{6}-$/);
    expect(await there().sh(`cmp ${DATA}/large /opt/large/current/large; ls -A /opt/large`)).toBe('1\ncurrent');
  });

  test('a folder that others may write to is not used', async () => {
    await there().sh('mkdir -m 777 /srv/open');
    const open = await release('1.0', { path: '/srv/open/app' });
    expect((await there().apply(open)).fault).toMatchObject({ code: 'unsafe_folder' });
  });
}
