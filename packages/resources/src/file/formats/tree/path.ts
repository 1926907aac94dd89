import { ResourceError } from '../../../contract/error.ts';

/** The steps to a value: `server.port`, or a JSON Pointer (RFC 6901) such as `/server/some.key/0` where a name has a dot. */
export function pathOf(key: string): readonly string[] {
  if (key.startsWith('/')) return pointerSteps(key);
  const steps = key.split('.');
  if (steps.every((step) => step !== '')) return steps;
  throw new ResourceError('bad_key', `"${key}" is no path: it has an empty part; write a name with a dot as "/a.b/c"`);
}

const pointerSteps = (pointer: string): readonly string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The pointer that names these steps. */
export const pointerOf = (steps: readonly string[]): string =>
  steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
