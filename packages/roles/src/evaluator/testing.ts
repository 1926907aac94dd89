import { EvaluatorCall, type Json } from '@rolecall/protocol';
import type { z } from 'zod';
import { buildSite, type Site } from '../site.ts';
import { answer } from './answer.ts';

/** A host in memory, and the least of an engine: for tests of kinds that a role brings. */
export { converge } from '@rolecall/resources/converge';
export { type CommandRule, FakeHost, type Given } from '@rolecall/resources/fake-host';

/**
 * For tests of roles: a site's functions, called as the controller calls them, in this process. What is sent is checked like
 * there; a mistake is thrown as a `RoleError`.
 */
export function evaluate(site: Site): (call: z.input<typeof EvaluatorCall>) => Json {
  const built = buildSite(site);
  return (call) => answer(built, EvaluatorCall.parse(call));
}
