import type { ContainerParams } from './resource.ts';

/** The folder of environments; root's alone. */
export const ENVIRONMENTS = '/etc/rolecall-containers';

export const environmentPath = ({ name }: Pick<ContainerParams, 'name'>): string => `${ENVIRONMENTS}/${name}.env`;

/**
 * By what name the engine knows the image. One that came in an archive has no digest of a registry any more: its id, the checksum of its
 * configuration, is what stays.
 */
export const referenceOf = ({ image, archive }: ContainerParams): string => archive?.id ?? image;

/** One variable a line, as `--env-file` takes it: no quotes, nothing is expanded. */
export const environmentText = ({ environment }: ContainerParams): string =>
  Object.entries(environment)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** A word of a command in a unit: quoted, with what systemd would expand taken literally. See systemd.service(5). */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9_./:@=,+-]+$/.test(word)
    ? word
    : `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;

/** The words of `run`. The program stays in the foreground: systemd sees its end, and its journal what it says. */
function runWords(params: ContainerParams): readonly string[] {
  const { name, engine, command, ports, volumes, network, user, readOnly, options } = params;
  return [
    `/usr/bin/${engine}`,
    'run',
    '--rm',
    `--name=${name}`,
    '--pull=never',
    // Its processes belong to the unit, so that systemd can end them all.
    ...(engine === 'podman' ? ['--replace', '--cgroups=split'] : []),
    `--env-file=${environmentPath(params)}`,
    ...ports.map((port) => `--publish=${port}`),
    ...volumes.map((volume) => `--volume=${volume}`),
    ...(network === undefined ? [] : [`--network=${network}`]),
    ...(user === undefined ? [] : [`--user=${user}`]),
    ...(readOnly ? ['--read-only'] : []),
    ...options,
    referenceOf(params),
    ...command,
  ];
}

/** The unit around a container. */
export function unitText(params: ContainerParams): string {
  const { name, engine, after, stopSeconds } = params;
  const daemon = engine === 'docker' ? ['docker.service'] : [];
  const program = `/usr/bin/${engine}`;
  const lines = [
    '# Written by Rolecall.',
    '[Unit]',
    `Description=Container ${name}`,
    'Wants=network-online.target',
    `After=${['network-online.target', ...daemon, ...after].join(' ')}`,
    ...daemon.map((unit) => `Requires=${unit}`),
    'StartLimitIntervalSec=300',
    'StartLimitBurst=10',
    '',
    '[Service]',
    'Type=exec',
    // What a former one left that was killed.
    `ExecStartPre=-${program} rm --force ${name}`,
    `ExecStart=${runWords(params).map(quoted).join(' ')}`,
    `ExecStop=-${program} stop --time=${stopSeconds} ${name}`,
    'Restart=always',
    'RestartSec=5',
    `TimeoutStopSec=${stopSeconds + 15}`,
    'KillMode=mixed',
    ...(engine === 'podman' ? ['Delegate=yes'] : []),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ];
  return lines.map((line) => `${line}\n`).join('');
}
