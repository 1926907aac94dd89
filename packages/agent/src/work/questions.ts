import type { Answer, Ask, ToAgentOf } from '@rolecall/protocol';
import { openSecrets, reveal } from '../catalog/bind.ts';
import { messageOf } from '../error.ts';
import { answerPlan } from './answer-plan.ts';
import type { Reply, WorkParts } from './parts.ts';
import { MAX_MESSAGE_CHARACTERS } from './pieces.ts';

/** Answers one typed question; `reveal` fills in the values of secrets, and none of `hide` is in what is answered. */
export type AnswerAsk = (ask: Ask, reveal: (text: string) => string, hide: readonly string[]) => Promise<Answer>;

/** What is asked of this host: plans and questions, each answered once and never durable. */
export class Questions {
  readonly #parts: WorkParts;
  readonly #answerAsk: AnswerAsk;
  readonly #reply: Reply;
  #open = 0;

  constructor(parts: WorkParts, answerAsk: AnswerAsk, reply: Reply) {
    this.#parts = parts;
    this.#answerAsk = answerAsk;
    this.#reply = reply;
  }

  /** How many are not answered yet. */
  get open(): number {
    return this.#open;
  }

  take(message: ToAgentOf<'plan'> | ToAgentOf<'question'>): void {
    this.#open++;
    const answered =
      message.type === 'plan'
        ? answerPlan(message, this.#parts, this.#reply)
        : answerQuestion(message, this.#parts, this.#answerAsk, this.#reply);
    answered
      .catch((thrown) => this.#parts.log('error', `a question could not be answered: ${messageOf(thrown)}`))
      .finally(() => {
        this.#open--;
        this.#parts.onIdle();
      });
  }
}

/** Asks everything at once and answers in the order in which it was asked. */
async function answerQuestion(
  message: ToAgentOf<'question'>,
  parts: WorkParts,
  answerAsk: AnswerAsk,
  reply: Reply,
): Promise<void> {
  const answers = await Promise.all(message.asks.map((ask) => answerOne(ask, message, parts, answerAsk)));
  await reply({ type: 'answers', id: message.id, answers: withinFrame(answers) });
}

async function answerOne(
  ask: Ask,
  { sealed }: ToAgentOf<'question'>,
  { binding }: WorkParts,
  answerAsk: AnswerAsk,
): Promise<Answer> {
  try {
    const secrets = openSecrets(sealed, binding);
    return await answerAsk(ask, (text) => reveal(text, secrets), binding.known.values());
  } catch (thrown) {
    return { is: 'unknown', reason: messageOf(thrown).slice(0, 2048) };
  }
}

function withinFrame(answers: readonly Answer[]): Answer[] {
  let left = MAX_MESSAGE_CHARACTERS;
  return answers.map((answer) => {
    left -= JSON.stringify(answer).length;
    return left >= 0 ? answer : { is: 'unknown', reason: 'the answers together are too large for one message' };
  });
}
