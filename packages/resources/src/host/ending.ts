/** What is to end within this is warned of, in milliseconds: 30 days. */
const WINDOW_MS = 30 * 86_400_000;

/**
 * A sentence for each thing that ends soon, or has ended, with its day: it reads the same from one plan to the next. Ends are in milliseconds since
 * 1970; nothing where a thing has none.
 */
export const endingSoon = (things: Readonly<Record<string, number | undefined>>): readonly string[] =>
  Object.entries(things).flatMap(([thing, end]) => {
    if (end === undefined || end - Date.now() > WINDOW_MS) return [];
    const day = new Date(end).toISOString().slice(0, 10);
    return [end < Date.now() ? `${thing} ended on ${day}` : `${thing} ends on ${day}`];
  });
