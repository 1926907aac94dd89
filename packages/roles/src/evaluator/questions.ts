import type { Answer, Ask, EvaluatorAnswer, EvaluatorCallOf } from '@rolecall/protocol';
import type { Answered } from '../agree.ts';
import { type Asked, isAsked } from '../ask.ts';
import { RoleError } from '../error.ts';
import type { BuiltSite } from '../site.ts';
import { definitionOf, forCluster, forHost, run } from './context.ts';
import { stableJson } from './stable-json.ts';

/** Longest excerpt of an answer in a reason; the whole one may be 64 KiB. */
const MAX_SHOWN = 200;

function asked(value: unknown, name: string): Asked<unknown> {
  if (isAsked(value)) return value;
  throw new RoleError('bad_role', `\`${name}\` must give a question made by ask.tcp, ask.http and so on`);
}

/** Every question of `observe` for one host, by name. */
function observations(site: BuiltSite, call: EvaluatorCallOf<'observe'>): ReadonlyMap<string, Asked<unknown>> {
  const entries = Object.entries(definitionOf(site, call.use).observe ?? {});
  const context = forHost(call);
  return new Map(
    entries.map(([name, part]) => [name, asked(run(part, context, `observe.${name}`), `observe.${name}`)]),
  );
}

export const observe = (site: BuiltSite, call: EvaluatorCallOf<'observe'>): EvaluatorAnswer<'observe'> =>
  Object.fromEntries([...observations(site, call)].map(([name, { ask }]) => [name, ask]));

function parsed(question: Asked<unknown> | undefined, answer: Answer): Answered<unknown> {
  if (answer.is !== 'value' || question === undefined) return answer as Answered<unknown>;
  const value = question.parse(answer.value);
  return value === undefined ? { is: 'absent', reason: 'the answer says that there is none' } : { is: 'value', value };
}

/** What was answered, as the role's own `parse` functions make it: the questions are made again to find them. */
function answersOf(
  site: BuiltSite,
  call: EvaluatorCallOf<'decide'>,
): Record<string, Record<string, Answered<unknown>>> {
  const names = Object.keys(definitionOf(site, call.use).observe ?? {});
  const answers: Record<string, Record<string, Answered<unknown>>> = Object.fromEntries(
    names.map((name) => [name, {}]),
  );
  for (const { name: host } of call.peers) {
    const questions = observations(site, { ...call, call: 'observe', host });
    for (const name of names) {
      const answer = call.answers[name]?.[host];
      if (answer !== undefined) Object.assign(answers[name] ?? {}, { [host]: parsed(questions.get(name), answer) });
    }
  }
  return answers;
}

export function decide(site: BuiltSite, call: EvaluatorCallOf<'decide'>): unknown {
  const context = { ...forCluster(call), answers: answersOf(site, call) };
  return run(definitionOf(site, call.use).decide, context, 'decide');
}

function probed(
  site: BuiltSite,
  call: EvaluatorCallOf<'probe' | 'clusterProbe' | 'judge'>,
  part: 'probe' | 'clusterProbe',
): Asked<unknown> | null {
  const result = run(definitionOf(site, call.use)[part], forHost(call), part);
  return result === null || result === undefined ? null : asked(result, part);
}

export const probe = (site: BuiltSite, call: EvaluatorCallOf<'probe' | 'clusterProbe'>): Ask | null =>
  probed(site, call, call.call)?.ask ?? null;

export function judged(question: Asked<unknown>, answer: Answer): EvaluatorAnswer<'judge'> {
  if (answer.is === 'absent' && question.absentHolds) return { holds: true, why: '' };
  if (answer.is !== 'value') return { holds: false, why: answer.reason };
  const value = question.parse(answer.value);
  if (value === undefined) return { holds: false, why: 'the answer says that there is none' };
  const verdict = question.until(value);
  if (verdict === true) return { holds: true, why: '' };
  return { holds: false, why: verdict || `not with the answer ${stableJson(answer.value).slice(0, MAX_SHOWN)}` };
}

export function judge(site: BuiltSite, call: EvaluatorCallOf<'judge'>): EvaluatorAnswer<'judge'> {
  const question = probed(site, call, call.probe);
  return question === null ? { holds: true, why: '' } : judged(question, call.answer);
}
