import { type Declared, file, pkg, unit } from '@rolecall/roles';
import type { Params } from './params.ts';

/** What unattended-upgrades puts the name of the release in the place of. */
const RELEASE = ['$', '{distro_codename}'].join('');

/** Debian and Ubuntu name their security archives differently; a pattern that fits nothing does nothing. */
const SECURITY = [
  `origin=Debian,codename=${RELEASE},label=Debian-Security`,
  `origin=Debian,codename=${RELEASE}-security,label=Debian-Security`,
  `origin=Ubuntu,archive=${RELEASE}-security`,
  `origin=UbuntuESM,archive=${RELEASE}-infra-security`,
  `origin=UbuntuESMApps,archive=${RELEASE}-apps-security`,
];
const list = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [`${name} {`, ...values.map((value) => `  "${value}";`), '};'];

/** Read after those that packages bring: `#clear` takes back what their lists say. */
export const aptConf = ({ automatic, except }: Params['upgrades']): string =>
  [
    '// Written by Rolecall.',
    `APT::Periodic::Update-Package-Lists "${automatic === 'none' ? 0 : 1}";`,
    `APT::Periodic::Unattended-Upgrade "${automatic === 'none' ? 0 : 1}";`,
    '#clear Unattended-Upgrade::Allowed-Origins;',
    '#clear Unattended-Upgrade::Origins-Pattern;',
    ...list('Unattended-Upgrade::Origins-Pattern', SECURITY),
    ...list('Unattended-Upgrade::Package-Blacklist', except),
    'Unattended-Upgrade::Automatic-Reboot "false";',
    '',
  ].join('\n');

/**
 * What is installed by itself, and what that must not do: no restart of a machine or of a service that nobody asked for, since all members of a
 * cluster could be down at once.
 */
export const upgrades = ({ upgrades: given }: Pick<Params, 'upgrades'>): readonly Declared[] => [
  ...(given.automatic === 'none' ? [] : [pkg('unattended-upgrades')]),
  file('/etc/apt/apt.conf.d/90rolecall-upgrades', { content: aptConf(given) }),
  // Ubuntu's needrestart would restart every service whose libraries were replaced; so it only lists them.
  unit('apt-daily-upgrade.service', { dropIn: 'rolecall', content: '[Service]\nEnvironment=NEEDRESTART_MODE=l\n' }),
];
