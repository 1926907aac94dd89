import type { RunEvent } from '@rolecall/protocol';
import { partsOfAssignment } from '@rolecall/protocol/id-parts';

/** What was begun and what was over, in its order, such as `begin stage`; and where there was no way back any longer, as `passed`. */
export const story = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.event === 'passed') return ['passed'];
    if (event.event === 'assigned') return [`begin ${partsOfAssignment(event.assignment).stage}`];
    if (event.event !== 'reported' || event.report.report !== 'finished') return [];
    return [`end ${partsOfAssignment(event.report.assignment).stage}`];
  });
