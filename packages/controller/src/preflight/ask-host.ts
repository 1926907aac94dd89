import type { Answer, Ask, HostName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';

/** As many as one message holds. */
const MAX_ASKS = 64;

/** Answers in the order of the questions; none from a host that went away meanwhile. */
export async function askHost(
  { hub }: Pick<Services, 'hub'>,
  host: HostName,
  asks: readonly Ask[],
): Promise<readonly (Answer | undefined)[]> {
  const answers: (Answer | undefined)[] = [];
  for (let i = 0; i < asks.length; i += MAX_ASKS) {
    const some = asks.slice(i, i + MAX_ASKS);
    answers.push(...(await askSome(hub, host, some)));
  }
  return answers;
}

async function askSome(
  hub: Services['hub'],
  host: HostName,
  asks: readonly Ask[],
): Promise<readonly (Answer | undefined)[]> {
  try {
    return await hub.question(host, asks, []);
  } catch (error) {
    if (!(error instanceof ControllerError)) throw error;
    return asks.map(() => undefined);
  }
}
