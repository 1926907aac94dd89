import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';
import { PUBLIC_KEY } from './key-line.ts';

/** As `ssh-keygen -l` names a key. */
const fingerprint = (key: string): string => {
  const blob = PUBLIC_KEY.exec(key)?.[2] ?? '';
  return createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '');
};

export const authorizedKey = defineKind({
  kind: 'authorizedKey',
  summary: "One key with which a user may log in over SSH: a line of the user's ~/.ssh/authorized_keys.",
  params: z.strictObject({
    user: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?$/, 'a user is named with letters, digits, "_", "-" and "."')
      .describe('Who may log in with it. Its key is the user and the fingerprint of the key.'),
    key: z
      .string()
      .max(20_000)
      .regex(PUBLIC_KEY, 'a public key is its type, its text in base64, and a comment')
      .describe('The public key, as in a `.pub` file: type, base64, comment.'),
    options: z
      .string()
      .max(5000)
      .regex(/^[^\n\r]*\S$/, 'options are one line')
      .refine((options) => balanced(options), 'the quotes of the options do not match, or blanks stand outside of them')
      .optional()
      .describe('What it may do, as in sshd(8): `from="10.0.0.0/8",no-pty`.'),
  }),
  key: ({ user, key }) => `${user}/SHA256:${fingerprint(key)}`,
  example: `authorizedKey('deploy', { key: 'ssh-ed25519 AAAAC3Nza… deploy@ci', options: 'no-pty' })`,
  holdsData: false,
  notes: [
    'The user must exist by then, in /etc/passwd. The folder ~/.ssh (0700) and the file (0600) are made where they are missing, and belong to the user.',
    'Other keys, comments and their order stay. One key stands there once: a second line with it goes.',
    'The user owns that folder, so the file is only read and written while it is a regular file of the user, with no other name, and reached through no link; anything else is left as it is and said.',
    'Where sshd has another `AuthorizedKeysFile`, this has no effect.',
  ],
});

/** Options are separated by commas; blanks stand in quotes only. */
function balanced(options: string): boolean {
  return /^([^\s"]|"([^"\\]|\\.)*")+$/.test(options);
}

export type AuthorizedKeyParams = ParamsOf<typeof authorizedKey>;
