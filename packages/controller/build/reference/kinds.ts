import { kinds } from '@rolecall/resources';
import { referencePage } from '@rolecall/resources/reference';

/** One page for each kind of resource. */
export const kindPages = (): readonly (readonly [string, string])[] =>
  Object.keys(kinds).map((kind) => [`kinds/${kind}.md`, referencePage(kind as keyof typeof kinds)] as const);
