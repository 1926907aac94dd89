import type { Peer } from './peer.ts';
import { debianVersion, installOnHost } from './tools.ts';
import { plainFiles, type Workload } from './workload.ts';

const POLICY = '/root/w.cf';
/** CFEngine's own library, which Debian leaves to be copied. */
const LIBRARY = '/usr/share/cfengine3/masterfiles';

/** Without a hub: cf-agent applies a policy that lies on the host. It has no promise for groups, so guarded commands make them. */
export const cfengine: Peer = {
  name: 'CFEngine',
  note: "Debian's cfengine3, cf-agent on the host, groups by guarded commands",
  hostPackages: ['cfengine3'],
  fetch: () => debianVersion('cfengine3'),
  prepare: async ({ host, load }) => {
    await installOnHost(host, cfengine.hostPackages);
    await host.exec(['systemctl', 'disable', '--now', 'cfengine3']);
    await host.exec(['cp', '-r', `${LIBRARY}/.`, '/var/lib/cfengine3/inputs']);
    await host.writeFile(POLICY, policy(load), '600');
    // Locks keep a promise from being looked at twice within a minute; a person who asks wants an answer.
    return { where: 'host', argv: ['cf-agent', '--no-lock', '--inform', '--file', POLICY] };
  },
};

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function policy(load: Workload): string {
  return [
    'body common control { bundlesequence => { "groups", "w" }; inputs => { "$(sys.libdir)/stdlib.cf" }; }',
    'bundle agent groups\n{',
    'commands:',
    ...load.groups.map((name) => `  "/usr/sbin/groupadd ${name}" if => not(groupexists("${name}"));`),
    '}',
    'bundle agent w\n{',
    'packages:',
    ...load.packages.map((name) => `  ${quoted(name)} package_policy => "add", package_method => apt_get;`),
    'files:',
    ...load.directories.map((path) => `  ${quoted(`${path}/.`)} create => "true", perms => m("755");`),
    ...plainFiles(load).map(
      ({ path, content }) =>
        `  ${quoted(path)} create => "true", perms => mog("644","root","root"), content => ${quoted(content)};`,
    ),
    'users:',
    ...load.users.map(({ name, group }) => `  ${quoted(name)} policy => "present", group_primary => ${quoted(group)};`),
    'services:',
    ...load.services.map((name) => `  ${quoted(name)} service_policy => "start";`),
    '}',
    '',
  ].join('\n');
}
