import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { absolutePath } from '../contract/schema.ts';

/** As useradd accepts it: `NAME_REGEX` of Debian's shadow. */
const name = z
  .string()
  .max(32)
  .regex(/^[a-z_][a-z0-9_-]*\$?$/, 'a user or group is named with a-z, 0-9, "_" and "-", starting with a letter');
const id = z.int().min(0).max(4_294_967_294);

export const user = defineKind({
  kind: 'user',
  summary: 'A local user, in /etc/passwd. Passwords are not managed: a new user has none and cannot log in with one.',
  params: z.strictObject({
    name: name.describe('The name. This is its key.'),
    uid: id.optional().describe('The number. Left out: the next free one; not managed later.'),
    group: name
      .optional()
      .describe('The primary group; it must exist. Left out: one of the same name, made with the user.'),
    groups: z
      .array(name)
      .max(100)
      .optional()
      .describe('All further groups: the user leaves those that are not named. Left out: not managed.'),
    home: absolutePath
      .optional()
      .describe('The home directory, as written in /etc/passwd; its content is never moved.'),
    shell: absolutePath
      .optional()
      .describe(
        'The login shell. Left out: /usr/sbin/nologin for a new system user, else what useradd takes; not managed later.',
      ),
    system: z.boolean().default(false).describe('A new user gets a number of the range for system users.'),
    createHome: z
      .boolean()
      .optional()
      .describe('Whether the home directory of a new user is made. Left out: for people yes, for system users no.'),
  }),
  key: ({ name: key }) => key,
  example: `user('app', { system: true, home: '/var/lib/app' })`,
  holdsData: true,
  notes: [
    'Only users in /etc/passwd are seen, not those of a directory service.',
    'Removing a user leaves its home directory.',
    'The number and home of a user whose programs run cannot be changed; usermod says so.',
  ],
});

export type UserParams = ParamsOf<typeof user>;
