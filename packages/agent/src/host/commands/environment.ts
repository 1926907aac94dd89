import type { User } from '../accounts.ts';

/** What every program gets, whatever the agent's own environment is. */
export const PLAIN_ENVIRONMENT: Readonly<Record<string, string>> = {
  LC_ALL: 'C.UTF-8',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  PAGER: 'cat',
};

/** A command's environment: the plain one, its user's, and its own on top. */
export const environmentFor = (
  user: User,
  own: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  ...PLAIN_ENVIRONMENT,
  DEBIAN_FRONTEND: 'noninteractive',
  HOME: user.home,
  USER: user.name,
  LOGNAME: user.name,
  SHELL: user.shell,
  ...own,
});
