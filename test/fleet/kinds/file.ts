import { CANARY, type KindsHost, MARKER, resource } from './kinds-host.ts';

/** Files, whole; never through a link; with secrets. */
export function fileClaims(there: () => KindsHost): void {
  const motd = resource('file', { path: '/etc/motd-1', content: 'one\ntwo\n', mode: 0o640, group: 'adm' });

  test('a whole file is made and kept', async () => {
    expect(await there().settles([motd], 'echo three >>/etc/motd-1; chmod 600 /etc/motd-1')).toEqual([
      'file:/etc/motd-1 content: text',
      'file:/etc/motd-1 mode: "0600" → "0640"',
    ]);
    expect(await there().sh('stat -c "%U:%G %a" /etc/motd-1; cat /etc/motd-1')).toBe('root:adm 640\none\ntwo');
  });

  test('content that its judge refuses leaves the old file', async () => {
    const judged = (content: string) =>
      resource('file', {
        path: '/etc/judged',
        content,
        validate: ['sh', '-c', 'grep -q good "$0" || { echo "no good in it"; exit 4; }', '{}'],
      });
    expect((await there().apply(judged('good\n'))).outcome).toBe('changed');
    const unchanged = await there().watch();
    expect((await there().apply(judged('bad\n'))).fault).toMatchObject({
      code: 'invalid_content',
      message: expect.stringContaining('/etc/judged was refused: sh ended with 4'),
      lastLines: ['no good in it'],
    });
    expect((await unchanged()).split('\n').filter((line) => /^[<>]/.test(line) && !/ \/etc d /.test(line))).toEqual([]);
    expect(await there().sh('cat /etc/judged')).toBe('good');
  });

  test('nothing is ever written through a link', async () => {
    await there().sh('echo precious >/root/victim; ln -s /root/victim /etc/innocent');
    const file = resource('file', { path: '/etc/innocent', content: 'ours\n' });
    const { fault, counts } = await there().apply(file);
    expect(fault).toMatchObject({
      code: 'unknown_state',
      message: expect.stringContaining('/etc/innocent is a symbolic link to /root/victim'),
    });
    expect(counts).toMatchObject({ changed: 0, failed: 1 });
    expect((await there().plan(file)).fault?.code).toBe('unknown_state');
    expect(await there().sh('readlink /etc/innocent; cat /root/victim')).toBe('/root/victim\nprecious');
  });

  test('a secret gets into the file, and into nothing that is shown', async () => {
    const file = resource('file', { path: '/etc/app.env', content: `PASSWORD=${MARKER}\n`, mode: 0o600 });
    expect(await there().settles([file], 'echo PASSWORD=guessed >/etc/app.env')).toEqual([
      'file:/etc/app.env content: secret',
    ]);
    expect(await there().sh('cat /etc/app.env')).toBe(`PASSWORD=${CANARY}`);
    expect(await there().sh(`grep -rlF ${CANARY} /var/lib/rolecall /run/rolecall /var/log`)).toBe('');
  });
}
