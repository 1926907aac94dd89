import { needProgram, ownFile } from '../host/own-file.ts';
import { modeText } from '../host/paths.ts';
import type { LogRotateParams } from './resource.ts';

const when = (is: unknown, ...lines: readonly string[]): readonly string[] => (is ? lines : []);

function directivesOf(params: LogRotateParams): readonly string[] {
  const { every, keep, size, compress, copyTruncate, create, runAs, afterwards = [] } = params;
  return [
    every,
    `rotate ${keep}`,
    'missingok',
    'notifempty',
    ...when(size, `maxsize ${size}`),
    ...when(compress, 'compress', 'delaycompress'),
    ...when(copyTruncate, 'copytruncate'),
    ...(create === undefined ? [] : [`create ${modeText(create.mode)} ${create.owner} ${create.group}`]),
    ...(runAs === undefined ? [] : [`su ${runAs.user} ${runAs.group}`]),
    ...when(
      afterwards.length > 0,
      'sharedscripts',
      'postrotate',
      ...afterwards.map((line) => `  ${line}`),
      'endscript',
    ),
  ];
}

const contentOf = (params: LogRotateParams): string =>
  [
    '# Written by Rolecall.',
    `${params.paths.join(' ')} {`,
    ...directivesOf(params).map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n');

/** One file in /etc/logrotate.d for each set of logs. */
export const logRotateProvider = ownFile<LogRotateParams>({
  path: ({ name }) => `/etc/logrotate.d/${name}`,
  content: contentOf,
  mode: 0o644,
  validate: ['logrotate', '-d', '{}'],
  refuse: needProgram('/usr/sbin/logrotate', 'logrotate'),
});
