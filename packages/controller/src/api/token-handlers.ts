import type { Parts } from '../serve/parts.ts';
import { listOperators } from '../store/operators.ts';
import type { Handlers } from './handler.ts';

/** The verbs about tokens of operators. */
export const tokenHandlers = ({
  database,
  audit,
  operators,
}: Parts): Handlers<'tokens.create' | 'tokens.list' | 'tokens.revoke'> => ({
  'tokens.create': ({ name, access, ttlMs }, { operator }) => {
    const expires = ttlMs === null ? null : Date.now() + ttlMs;
    const token = database.transaction(() => {
      const made = operators.create(name, access, expires);
      audit.record({ operator, verb: 'tokens.create', subject: `${name} may ${access}` });
      return made;
    });
    return { token, expires };
  },
  'tokens.list': () => [...listOperators(database)],
  'tokens.revoke': ({ name }, { operator }) => {
    audit.record({ operator, verb: 'tokens.revoke', subject: name });
    return { revoked: operators.revoke(name) };
  },
});
