import type { Peer } from './peer.ts';
import { debianVersion, installOnHost } from './tools.ts';
import { plainFiles, type Workload } from './workload.ts';

const MANIFEST = '/root/site.pp';

/** Without a server: puppet apply compiles and applies on the host. */
export const puppet: Peer = {
  name: 'Puppet',
  note: "Debian's puppet-agent, puppet apply on the host",
  hostPackages: ['puppet-agent'],
  fetch: () => debianVersion('puppet-agent'),
  prepare: async ({ host, load }) => {
    await installOnHost(host, puppet.hostPackages);
    await host.exec(['systemctl', 'disable', '--now', 'puppet']);
    await host.writeFile(MANIFEST, manifest(load));
    return { where: 'host', argv: ['/usr/bin/puppet', 'apply', MANIFEST] };
  },
};

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const resource = (type: string, title: string, rest: string): string => `${type} { ${quoted(title)}: ${rest} }`;

function manifest(load: Workload): string {
  const owned = "ensure => file, mode => '0644', owner => 'root', group => 'root'";
  return [
    ...load.packages.map((name) => resource('package', name, 'ensure => present')),
    ...load.directories.map((path) => resource('file', path, "ensure => directory, mode => '0755'")),
    ...load.groups.map((name) => resource('group', name, 'ensure => present')),
    ...load.users.map(({ name, group }) => resource('user', name, `ensure => present, gid => ${quoted(group)}`)),
    ...plainFiles(load).map(({ path, content }) => resource('file', path, `${owned}, content => ${quoted(content)}`)),
    ...load.services.map((name) => resource('service', name, 'ensure => running, enable => true')),
    '',
  ].join('\n');
}
