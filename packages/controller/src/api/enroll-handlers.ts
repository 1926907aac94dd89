import { joinLine } from '../enroll/script.ts';
import { makeToken } from '../enroll/tokens.ts';
import type { Parts } from '../serve/parts.ts';
import { openTokens, revokeToken } from '../store/tokens.ts';
import type { Handlers } from './handler.ts';

/** The verbs about tokens with which hosts come under control. */
export const enrollHandlers = ({
  database,
  audit,
  url,
  authority,
}: Parts): Handlers<'enroll.create' | 'enroll.list' | 'enroll.revoke'> => ({
  'enroll.create': ({ host, labels, ttlMs, uses }, { operator }) => {
    const { id, token, expires } = database.transaction(() => {
      const made = makeToken(database, { host: host ?? null, labels, ttlMs, uses });
      audit.record({ operator, verb: 'enroll.create', subject: `token ${made.id} for ${host ?? 'any host'}` });
      return made;
    });
    return { id, expires, line: joinLine({ url, pin: authority.pin }, token) };
  },
  'enroll.list': () =>
    openTokens(database, Date.now()).map(({ id, host, expires, usesLeft }) => ({ id, host, expires, usesLeft })),
  'enroll.revoke': ({ id }, { operator }) => {
    audit.record({ operator, verb: 'enroll.revoke', subject: `token ${id}` });
    return { revoked: revokeToken(database, id) };
  },
});
