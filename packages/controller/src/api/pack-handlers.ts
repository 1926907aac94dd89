import type { Parts } from '../serve/parts.ts';
import type { Handlers } from './handler.ts';

/** The verbs about packs. */
export const packHandlers = ({
  admission,
}: Parts): Handlers<'packs.list' | 'packs.show' | 'packs.admit' | 'packs.revoke'> => ({
  'packs.list': () => admission.list(),
  'packs.show': ({ pack }) => admission.show(pack),
  'packs.admit': ({ pack }, { operator }) => admission.admit(pack, operator),
  'packs.revoke': ({ pack }, { operator }) => admission.revoke(pack, operator),
});
