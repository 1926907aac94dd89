import { type KindsHost, resource } from './kinds-host.ts';

/** The rules of a firewall in the kernel. That it is undone where it cuts a host off is proven with a controller. */
export function firewallClaims(there: () => KindsHost): void {
  const rules = resource('firewall', {
    name: 'claims',
    ingress: [
      { ports: [22, '8000-8100'], peers: ['172.16.0.0/12', 'fd00::/8'], comment: 'ssh and more' },
      { protocol: 'udp', action: 'reject' },
    ],
    egress: [{ protocol: 'any', peers: ['192.0.2.1'], action: 'reject' }],
    ingressPolicy: 'accept',
  });

  test('is in the kernel and kept for the boot; a rule by hand and a flushed table are put right', async () => {
    await there().apply(resource('package', { name: 'nftables' }));
    const spoil = 'nft add rule inet rolecall_claims ingress tcp dport 9 accept';
    expect(await there().settles([rules], spoil)).toEqual(['firewall:claims live: false → true']);
    await there().sh('nft flush ruleset; systemctl disable rolecall-firewall-claims');
    expect((await there().apply(rules)).settled[0]?.change.differences).toMatchObject([
      { property: 'live' },
      { property: 'atBoot' },
    ]);
    await there().isSettled([rules]);
    expect(await there().sh('systemctl is-enabled rolecall-firewall-claims')).toBe('enabled');
  });

  test('decides what goes out, and leaves the tables of others alone', async () => {
    await there().sh('nft add table inet mine; nft add chain inet mine kept');
    await there().apply(rules);
    const refused = 'timeout 3 bash -c "exec 3<>/dev/tcp/192.0.2.1/80" 2>&1';
    expect(await there().sh(refused)).toContain('refused');
    expect(await there().sh('nft list table inet mine')).toContain('chain kept');
  });

  test('a rule that nft does not understand is refused before anything is touched', async () => {
    const before = await there().sh('nft list ruleset');
    const wrong = resource('firewall', { name: 'claims', ingress: [{ peers: ['10.0.0.0/99'] }] });
    expect((await there().apply(wrong)).fault).toMatchObject({
      code: 'command_failed',
      message: expect.stringContaining('are wrong, and were not put in place'),
    });
    expect(await there().sh('nft list ruleset')).toBe(before);
  });
}
