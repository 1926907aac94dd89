import { type Declared, directory, file, service } from '@rolecall/roles';
import type { Params } from './params.ts';

const DAY_SECONDS = 86_400;

/** Only whole files are dropped, so none holds more than a third of what is kept. */
export function journalConf({ size, keep }: Params['journal']): string {
  const seconds = Math.floor(keep / 1000);
  return [
    '# Written by Rolecall.',
    '[Journal]',
    `SystemMaxUse=${size}`,
    `RuntimeMaxUse=${size}`,
    `MaxRetentionSec=${seconds}s`,
    `MaxFileSec=${Math.min(DAY_SECONDS, Math.ceil(seconds / 3))}s`,
    '',
  ].join('\n');
}

export function journal({ journal: given }: Pick<Params, 'journal'>): readonly Declared[] {
  const conf = file('/etc/systemd/journald.conf.d/60-rolecall.conf', { content: journalConf(given) });
  return [directory('/etc/systemd/journald.conf.d'), conf, service('systemd-journald', { restartOn: [conf] })];
}
