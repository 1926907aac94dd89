import type { Source } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Limits } from './limits.ts';
import type { Places } from './places.ts';

/** Why a process that evaluates a site is no longer there. */
export type Ended =
  | { readonly why: 'slow' | 'memory' | 'too_large' | 'garbled' }
  | { readonly why: 'exit'; readonly code: number | null; readonly signal: string | null };

/** What Node's permission model refused, by the option that would allow it. */
const REFUSED: readonly (readonly [RegExp, string, string])[] = [
  [
    /--allow-fs-read/,
    'reads a file that is not part of the site',
    "name the file by new URL('./FILE', import.meta.url)",
  ],
  [/--allow-fs-write/, 'writes a file', 'declare it as a `file` of a role'],
  [/--allow-net/, 'opens a connection', 'ask a host by `observe` and `ask`'],
  [/--allow-child-process/, 'starts a program', 'ask a host by `observe` and `ask.command`'],
  [/--allow-(worker|addons|wasi|inspector|ffi)/, 'starts foreign code', 'a site is data: keep it to plain functions'],
];

/** The sentence for something that the site is not allowed to do; nothing for any other error. */
export function refusal(text: string, at: Source): ControllerError | undefined {
  const [, does, hint] = REFUSED.find(([option]) => option.test(text)) ?? [];
  if (does === undefined || !/Access to this API has been restricted|ERR_ACCESS_DENIED/.test(text)) return undefined;
  return new ControllerError('site_refused', `the site ${does}, which its evaluation does not allow`, { at, hint });
}

/** What is said of a process that ended while it should have answered; `doing` names the call. */
export function describeEnd(
  ended: Ended,
  doing: string,
  stderr: string,
  near: Source,
  places: Places,
  limits: Limits,
): ControllerError {
  const at = places.inText(stderr) ?? near;
  const refused = (message: string) => new ControllerError('site_refused', message, { at });
  switch (ended.why) {
    case 'slow':
      return refused(`${doing} took longer than ${limits.callMs / 1000} s and was stopped: does it loop?`);
    case 'memory':
      return refused(`${doing} used more than ${limits.residentMiB} MiB of memory and was stopped`);
    case 'too_large':
      return refused(`${doing} gave more than ${limits.lineBytes / 1024 / 1024} MiB and was stopped`);
    case 'garbled':
      return refused(`${doing} wrote to standard output, which belongs to the controller`);
    case 'exit': {
      if (/heap out of memory|Reached heap limit/.test(stderr)) {
        return refused(`${doing} used more than ${limits.heapMiB} MiB of memory and was stopped`);
      }
      const thrown = lastError(stderr) ?? `its process ended with ${ended.signal ?? ended.code}`;
      return refusal(stderr, at) ?? refused(`${doing} failed: ${thrown}`);
    }
  }
}

/** The line of a crash that says what was thrown. */
const lastError = (stderr: string): string | undefined => /^(?:\w*Error|\w+ \[\w+\]): (.*)$/m.exec(stderr)?.[1];
