import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

export const unit = defineKind({
  kind: 'unit',
  summary: 'A unit of systemd, or a drop-in that changes one, under /etc/systemd/system.',
  params: z.strictObject({
    name: z
      .string()
      .max(200)
      .regex(
        /^[A-Za-z0-9:_.\\@-]+\.(service|socket|mount|automount|swap|target|path|timer|slice)$/,
        'a unit is named with its type, such as app.service or backup.timer',
      )
      .describe('The unit, with its type: `app.service`. Templates (`app@.service`) are welcome.'),
    dropIn: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9_.-]+$/, 'a drop-in is named with letters, digits, "_", "-" and "."')
      .refine((name) => !name.endsWith('.conf'), 'leave out ".conf": it is added')
      .optional()
      .describe(
        'Given: the file is the drop-in `NAME.d/DROPIN.conf`, which adds to a unit that something else brings.',
      ),
    content: z.string().max(1_000_000).describe('The whole text of the unit or drop-in.'),
  }),
  key: ({ name, dropIn }) => (dropIn === undefined ? name : `${name}.d/${dropIn}.conf`),
  alongside: () => ({ locks: ['the units of systemd'] }),
  example: `unit('app.service', { content: appUnit })

unit('redis-server.service', { dropIn: 'limits', content: '[Service]\\nLimitNOFILE=65536\\n' })`,
  disturbs: () => 'may stop',
  holdsData: false,
  notes: [
    'After a write systemd reads its units again (`daemon-reload`); where that was cut off, the next apply catches it up.',
    'A changed unit is not restarted by itself: name it in `restartOn` of its service.',
    'Every user of a host can read units: put secrets into a file that `EnvironmentFile=` or `LoadCredential=` names.',
  ],
});

export type UnitParams = ParamsOf<typeof unit>;
