import type { Parts } from '../serve/parts.ts';
import type { Handlers } from './handler.ts';

/** The verbs about the authority that signs certificates of services. */
export const authorityHandlers = ({
  authorities,
  audit,
}: Pick<Parts, 'authorities' | 'audit'>): Handlers<'authority.show' | 'authority.change'> => ({
  'authority.show': () => ({
    trusted: authorities.bundle,
    generations: authorities.generations.map(({ number, is, notAfter }) => ({ number, is, notAfter })),
  }),
  'authority.change': async ({ step }, { operator }) => {
    await authorities[step]();
    audit.record({ operator, verb: 'authority.change', subject: step });
    return {};
  },
});
