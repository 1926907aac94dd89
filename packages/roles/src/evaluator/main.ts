import { EvaluatorCall, type EvaluatorLine } from '@rolecall/protocol';
import { z } from 'zod';
import { RoleError } from '../error.ts';
import { placeInStack } from '../place.ts';
import { type BuiltSite, buildSite, type Site } from '../site.ts';
import { answer } from './answer.ts';
import { answerLines } from './lines.ts';
import { stableJson } from './stable-json.ts';

const Numbered = z.looseObject({ id: z.int() });

/** What went wrong, as one line: the author's own place where it is known, else the top of the stack. */
function failure(id: number, error: unknown): EvaluatorLine {
  if (!(error instanceof Error)) {
    return {
      id,
      is: 'error',
      code: 'threw',
      message: `something was thrown that is no error: ${String(error)}`,
      at: null,
    };
  }
  const known = error instanceof RoleError ? error : undefined;
  return {
    id,
    is: 'error',
    code: known?.code ?? 'threw',
    message: known?.message ?? `${error.name}: ${error.message}`,
    at: known?.at ?? placeInStack(error.stack ?? '') ?? null,
  };
}

function respond(built: () => BuiltSite, line: string): EvaluatorLine {
  let id = -1;
  try {
    const { id: sent, ...call } = Numbered.parse(JSON.parse(line));
    id = sent;
    return { id, is: 'value', value: answer(built(), EvaluatorCall.parse(call)) };
  } catch (error) {
    return failure(id, error);
  }
}

/** Answers the controller's calls, one JSON line each, until its input ends. The last line of the process that evaluates a site. */
export function serve(site: Site): void {
  let built: BuiltSite | undefined;
  const once = (): BuiltSite => {
    built ??= buildSite(site);
    return built;
  };
  answerLines((line) => stableJson(respond(once, line)));
}
