import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const timezone = defineKind({
  kind: 'timezone',
  summary: 'The time zone of the host: /etc/localtime, and /etc/timezone where there is one.',
  params: z.strictObject({
    zone: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/, 'a time zone is named as in tzdata, such as Europe/Berlin')
      .describe('The name, as under /usr/share/zoneinfo.'),
  }),
  key: () => 'zone',
  example: `timezone('Europe/Berlin')`,
  holdsData: true,
  notes: [
    'A host has one time zone, so its key is always `zone`. What a site no longer declares stays as it is; a rollback brings back the former one.',
    'Needs the package tzdata. Programs that run keep the zone that they know until they start again; cron among them.',
  ],
});

export type TimezoneParams = ParamsOf<typeof timezone>;
