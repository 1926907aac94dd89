import { secretsIn } from '@rolecall/protocol/secret-marker';
import { z } from 'zod';

/** An absolute path without `.` or `..`, so that one place has one name. */
export const absolutePath = z
  .string()
  .max(4096)
  .regex(/^\/([^/\0]+(\/[^/\0]+)*)?$/, 'a path is absolute and has no empty part, such as /etc/motd')
  .refine((path) => !/\/\.{1,2}(\/|$)/.test(path), 'a path has no "." or ".." in it')
  .refine((path) => secretsIn(path).length === 0, 'a path cannot hold a secret: paths are shown');

/** The name of a user or a group, or its number as text. */
export const accountName = z
  .string()
  .regex(
    /^([A-Za-z_][A-Za-z0-9_.-]{0,31}\$?|\d{1,10})$/,
    'a user or group is named with letters, digits, "_", "-" and "."',
  );

/** Permission bits, as a number: `0o640`. */
export const fileMode = z.int().min(0).max(0o7777).meta({ octal: true });

/** A program and its words. Every user of a host can read the words of a running program, so a secret is refused. */
export const argumentList = z
  .array(z.string().max(65_536))
  .min(1)
  .max(256)
  .refine(
    (argv) => argv.every((word) => secretsIn(word).length === 0),
    'a secret cannot be a word of a command: every user of the host could read it; give it in `environment` or in a file',
  );

/** A record whose keys follow a rule: says the rule, where zod only says that some key is wrong. */
export const table = <V extends z.ZodType>(key: z.ZodString, value: V) =>
  z.record(key, value, {
    error: (issue) => (issue.code === 'invalid_key' ? issue.issues?.[0]?.message : undefined),
  });
