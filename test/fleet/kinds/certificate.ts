import { type KindsHost, resource } from './kinds-host.ts';

/** Certificates, as OpenSSL on the host sees them; a service reads a renewed one. */
export function certificateClaims(there: () => KindsHost): void {
  const own = (more: object = {}) =>
    resource('certificate', {
      path: '/etc/tls/own.crt',
      keyPath: '/etc/tls/own.key',
      names: ['own.example', '10.9.8.7'],
      ...more,
    });

  beforeAll(() => there().sh('mkdir -m 755 /etc/tls'));

  test('a key and a certificate are made, kept, and mended', async () => {
    expect(await there().settles([own()], 'chmod 644 /etc/tls/own.key; chgrp adm /etc/tls/own.crt')).toEqual([
      'certificate:/etc/tls/own.crt access: "root:adm 0644" → "root:root 0644"',
      'certificate:/etc/tls/own.crt keyAccess: "root:root 0644" → "root:root 0600"',
    ]);
    const said = await there().sh('openssl x509 -in /etc/tls/own.crt -noout -ext subjectAltName,basicConstraints');
    expect(said).toContain('DNS:own.example');
    expect(said).toContain('IP Address:10.9.8.7');
    expect(said).toContain('CA:FALSE');
    const verified = 'openssl verify -x509_strict -CAfile /etc/tls/own.crt /etc/tls/own.crt';
    expect(await there().sh(verified)).toBe('/etc/tls/own.crt: OK');
  });

  test('one that an authority signed is trusted by whoever trusts that, under its names alone', async () => {
    await there().sh(`cd /root; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.crt \\
      -days 30 -subj '/CN=Site authority' -addext keyUsage=critical,keyCertSign,cRLSign`);
    const [ca, key] = [await there().sh('cat /root/ca.crt'), await there().sh('cat /root/ca.key')];
    const signed = resource('certificate', {
      path: '/etc/tls/signed.crt',
      keyPath: '/etc/tls/signed.key',
      names: ['signed.example'],
      authority: { certificate: ca, key },
      keyType: 'rsa',
    });
    expect((await there().apply(signed)).outcome).toBe('changed');
    await there().isSettled([signed]);
    const check = 'openssl verify -x509_strict -purpose sslserver -CAfile /root/ca.crt -verify_hostname';
    expect(await there().sh(`${check} signed.example /etc/tls/signed.crt`)).toBe('/etc/tls/signed.crt: OK');
    expect(await there().sh(`${check} other.example /etc/tls/signed.crt`)).not.toContain('OK');
  });

  test('one that is due is renewed with the same key, and its service reads it', async () => {
    const unit = resource('unit', {
      name: 'reads-tls.service',
      content:
        '[Service]\nExecStart=/bin/sleep infinity\nExecReload=/bin/sh -c "openssl x509 -in /etc/tls/own.crt -noout -serial >>/srv/reloads"\n',
    });
    const service = resource('service', {
      name: 'reads-tls',
      running: true,
      reloadOn: ['certificate:/etc/tls/own.crt'],
    });
    await there().apply(own(), unit, service);
    const key = await there().sh('sha256sum /etc/tls/own.key');
    const due = own({ days: 200, renewDays: 100 });
    expect((await there().apply(due, unit, service)).counts.changed).toBe(2);
    expect(await there().sh('sha256sum /etc/tls/own.key')).toBe(key);
    const serial = await there().sh('openssl x509 -in /etc/tls/own.crt -noout -serial');
    expect(await there().sh('tail -n 1 /srv/reloads')).toBe(serial);
    await there().isSettled([due, unit, service]);
  });
}
