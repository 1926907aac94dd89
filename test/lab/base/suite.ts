import { LabError } from '../machine/error.ts';

/** The Debian releases a host can be: 12 and 13. */
export const SUITES = ['bookworm', 'trixie'] as const;

export type Suite = (typeof SUITES)[number];

/** Debian 12, the older of the two, unless LAB_SUITE says otherwise. */
export function defaultSuite(): Suite {
  return suiteFrom(process.env.LAB_SUITE || 'bookworm');
}

/** Throws LabError `bad-usage` for a name that is none of them. */
export function suiteFrom(name: string): Suite {
  const suite = SUITES.find((known) => known === name);
  if (suite) return suite;
  throw new LabError('bad-usage', `The lab has no base "${name}": it knows ${SUITES.join(' and ')}.`);
}
