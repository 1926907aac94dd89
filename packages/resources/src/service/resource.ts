import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { isTemplate, unitName } from '../host/unit-name.ts';

const resourceIds = z.array(
  z
    .string()
    .max(4200)
    .regex(
      /^([a-z][a-z0-9-]{0,62}\.)?[a-z][a-zA-Z0-9]{0,40}:.+$/s,
      'a resource is named KIND:KEY, such as file:/etc/motd',
    ),
);

export const service = defineKind({
  kind: 'service',
  summary: 'Whether a unit of systemd is enabled and running, and what it is restarted for.',
  params: z.strictObject({
    name: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9:_.\\@-]+$/, 'a service is named as its unit, such as redis-server or backup.timer')
      .refine((name) => !name.startsWith('-') && !name.startsWith('.'), 'a unit does not start with "-" or "."')
      .refine(
        (name) => !isTemplate(unitName(name)) && !name.endsWith('@'),
        'a template does not run itself: name an instance, such as app@one',
      )
      .describe('The unit; `.service` may be left out. `app@one` is an instance of a template. This is its key.'),
    enabled: z.boolean().optional().describe('Whether it starts when the host boots. Left out: not managed.'),
    running: z.boolean().optional().describe('Whether it runs now. Left out: not managed.'),
    restartOn: resourceIds
      .optional()
      .describe('Resources whose change restarts it, as `KIND:KEY`. Remembered on the host until it is done.'),
    reloadOn: resourceIds
      .optional()
      .describe(
        'Resources whose change makes it read its configuration again, as `KIND:KEY`. A restart does that too.',
      ),
    restart: z
      .enum(['now', 'later'])
      .optional()
      .describe(
        'Later: what it is owed by `restartOn` and `reloadOn` is only said, in every plan, until it is started again or somebody applies with `--restart`. Left out: now.',
      ),
  }),
  key: ({ name }) => name.replace(/\.service$/, ''),
  actsOn: ['restartOn', 'reloadOn'],
  alongside: () => ({}),
  example: `service('redis-server', { enabled: true, running: true, restartOn: [conf] })`,
  // One that is only started was not running.
  disturbs: ({ action, differences }) =>
    action === 'update' && !differences.some((d) => d.property === 'running' && d.how === 'value' && d.from === false)
      ? 'stops'
      : 'may stop',
  holdsData: false,
  notes: [
    'After a start or a restart the service must still run a moment later, without having been started again: one that falls over at once fails, with the last lines of its journal.',
    'A unit that does not exist is not enabled and does not run; it is an error only where one of both is wanted.',
    'A masked unit is never unmasked, and a static one cannot be enabled: both are said before anything is done. An alias stands for its unit.',
    'A restart that is owed is done with the start, where the service has to be started anyway; a service that does not run is not started by `restartOn`.',
  ],
});

export type ServiceParams = ParamsOf<typeof service>;
