import type { Check, Found, Subject } from './subject.ts';

/** The mode that the site was first applied with, and roles that are for the other one. */
export const checkMode: Check = (subject) => [...switched(subject), ...forOther(subject)];

function switched({ site, measured }: Subject): Found[] {
  const { mode: before } = measured.applied;
  const now = site.wants?.mode;
  if (before === null || before === now) return [];
  return [
    {
      code: 'mode_switched',
      what: 'mode',
      measured: now ?? 'none',
      wanted: `${before}, as at the first apply`,
      todo: `data does not move from ${before} to another mode: set up a second site beside this one`,
      at: site.source,
    },
  ];
}

function forOther({ site, uses }: Subject): Found[] {
  const mode = site.wants?.mode;
  if (mode === undefined) return [];
  return uses
    .filter(({ role }) => role.needs.mode !== undefined && role.needs.mode !== mode)
    .map(({ use, role, document }) => ({
      code: 'mode_not_for_role',
      use,
      what: 'mode',
      measured: mode,
      wanted: `${role.needs.mode}, the only mode that ${role.name} is for`,
      todo: `take ${use} out of this site, or put something that lasts in its place`,
      at: document.source,
    }));
}
