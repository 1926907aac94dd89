import type { Answer, Ask, HostName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { probeWays } from './probe-ways.ts';
import type { Subject } from './subject.ts';

const HOSTS = ['a', 'b'] as HostName[];
const subject = {
  site: { hosts: { a: { address: '192.0.2.1' }, b: { address: '192.0.2.2' } } },
  measured: { hosts: {} },
  uses: [
    {
      use: 'pair',
      hosts: HOSTS,
      params: {},
      role: { name: 'pair', needs: { listens: [{ name: 'talk', port: 7777, transport: 'tcp', from: ['members'] }] } },
    },
  ],
} as unknown as Subject;

/** What becomes of the two ways, and what hosts were asked, when `b` answers in its own way. */
async function tried(
  answersOfB: (ask: Ask) => Answer | undefined,
  answersOfA: (ask: Ask) => Answer | undefined = answersOfB,
) {
  const asked: string[] = [];
  const question = async (host: HostName, asks: readonly Ask[]): Promise<readonly Answer[]> =>
    asks.map((ask) => {
      asked.push(`${host} ${ask.ask}${ask.ask === 'listen' ? ` ${ask.forMs}` : ''}`);
      const answer = (host === 'b' ? answersOfB : answersOfA)(ask);
      if (answer === undefined) throw new ControllerError('unreachable', `${host} lost its link`);
      return answer;
    });
  const services = { hub: { isLinked: () => true, question } } as unknown as Services;
  const ways = await probeWays(services, subject);
  return { asked, ways: Object.fromEntries(ways.map(({ from, to, is }) => [`${from} to ${to}`, is])) };
}

const value = (is: boolean | object): Answer => ({ is: 'value', value: is as never });
const refused: Answer = { is: 'absent', reason: 'nothing listens' };
const listens = (ask: Ask) => value(ask.ask === 'listen' ? true : { connectMs: 1 });

describe('trying ways', () => {
  test('both directions are tried, and what was opened is closed', async () => {
    const { asked, ways } = await tried(listens);
    expect(ways).toEqual({ 'a to b': 'open', 'b to a': 'open' });
    expect(asked.toSorted()).toEqual([
      'a listen 100',
      'a listen 60000',
      'a tcp',
      'b listen 100',
      'b listen 60000',
      'b tcp',
    ]);
  });

  test('a refusal where we listen is one on the way', async () => {
    const { ways } = await tried(listens, (ask) => (ask.ask === 'tcp' ? refused : listens(ask)));
    expect(ways).toEqual({ 'a to b': 'refused', 'b to a': 'open' });
  });

  test('a refusal where a program had the port says nothing, since it may listen for its own host only', async () => {
    const { ways, asked } = await tried(
      (ask) => (ask.ask === 'listen' ? value(false) : listens(ask)),
      (ask) => (ask.ask === 'tcp' ? refused : listens(ask)),
    );
    expect(ways).toEqual({ 'a to b': 'unknown', 'b to a': 'open' });
    expect(asked).not.toContain('b listen 100');
  });

  test('silence is an answer, a host that went away gives none', async () => {
    const silent: Answer = { is: 'unknown', reason: 'it did not answer within 3000 ms' };
    expect((await tried(listens, (ask) => (ask.ask === 'tcp' ? silent : listens(ask)))).ways).toMatchObject({
      'a to b': 'silent',
    });
    expect((await tried(listens, () => undefined)).ways).toEqual({ 'a to b': 'unknown', 'b to a': 'unknown' });
  });
});
