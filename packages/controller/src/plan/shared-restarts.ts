import type { Change } from '@rolecall/protocol';

/** What a service is owed, for what is about to change and for what changed before, as `restart: KIND:KEY`. */
const owedIn = ({ differences }: Change): readonly unknown[] =>
  differences.flatMap((one) =>
    one.how === 'value' && one.property === 'owed' && Array.isArray(one.from) ? (one.from as readonly unknown[]) : [],
  );

/** Of all that members of a use cannot be restarted for one after another, as `KIND:KEY`, what one of them is restarted for. */
export const sharedReasons = (changes: readonly Change[], togetherOn: readonly string[] = []): readonly string[] =>
  togetherOn.filter((id) => changes.some((change) => owedIn(change).includes(`restart: ${id}`)));
