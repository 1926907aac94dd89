import { type Answer, type Ask, type HostName, secretsIn } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import type { UseContext } from './prepared.ts';

export type Answers = Record<string, Record<HostName, Answer>>;

/**
 * Asks every linked member what its role observes. Members that are away are left out; an answer that nobody knows stops.
 * @throws ControllerError `not_observed`
 */
export async function observe(services: Services, evaluator: Evaluator, context: UseContext): Promise<Answers> {
  const answers: Answers = {};
  await Promise.all(
    context.peers
      .filter(({ name }) => services.hub.isLinked(name))
      .map(async ({ name }) => {
        const asks = Object.entries(await evaluator.ask({ call: 'observe', ...context, host: name }));
        const got = await askHost(
          services,
          name,
          asks.map(([, ask]) => ask),
        );
        for (const [i, [observation]] of asks.entries()) {
          const answer = got?.[i];
          if (answer === undefined) continue;
          if (answer.is === 'unknown') throw notObserved(context.use, observation, name, answer.reason);
          answers[observation] = { ...answers[observation], [name]: answer };
        }
      }),
  );
  return answers;
}

/** Answers in the order of the questions; nothing where the host is away. */
export async function askHost(
  services: Services,
  host: HostName,
  asks: readonly Ask[],
): Promise<readonly Answer[] | undefined> {
  if (asks.length === 0) return [];
  try {
    const sealed = services.secrets.sealFor(host, secretsIn(JSON.stringify(asks)));
    return await services.hub.question(host, asks, sealed);
  } catch (error) {
    if (error instanceof ControllerError && ['unreachable', 'no_answer'].includes(error.code)) return undefined;
    throw error;
  }
}

const notObserved = (use: string, observation: string, host: string, reason: string): ControllerError =>
  new ControllerError('not_observed', `${host} cannot say what ${use} must know (${observation}): ${reason}`, {
    hint: 'mend that, or limit the run to other hosts',
  });
