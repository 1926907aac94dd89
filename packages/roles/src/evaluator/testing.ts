import { EvaluatorCall, type Json } from '@rolecall/protocol';
import type { z } from 'zod';
import { buildSite, type Site } from '../site.ts';
import { answer } from './answer.ts';

/**
 * For tests of roles: a site's functions, called as the controller calls them, in this process. What is sent is checked like
 * there; a mistake is thrown as a `RoleError`.
 */
export function evaluate(site: Site): (call: z.input<typeof EvaluatorCall>) => Json {
  const built = buildSite(site);
  return (call) => answer(built, EvaluatorCall.parse(call));
}
