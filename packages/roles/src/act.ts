import type { InputOf, Kinds } from '@rolecall/resources';
import { kinds } from '@rolecall/resources';
import type { Declared } from './declared.ts';
import { declaredAs, type Written } from './kinds.ts';
import { type Duration, millisecondsOf } from './size.ts';

/** Longest name of a command; see the kind `command`. */
const MAX_NAME = 200;

type Options = Written<Omit<InputOf<Kinds['command']>, 'argv' | 'name'>> & {
  /** What it is for, as people will see it; its words unless told. */
  readonly name?: string;
  /** After this time it is ended and has failed: `'2h'`; `timeoutMs` in another form. It is kept by the host alone. */
  readonly deadline?: Duration;
};

const timed = (deadline: Duration | undefined) =>
  deadline === undefined ? {} : { timeoutMs: millisecondsOf(deadline) };

/** Things done to a running service, for `drain`, `undrain` and jobs: unlike `ask`, they may change it. */
export const act = {
  /** Runs a program. It should be safe to repeat: a host may lose power in the middle of it. */
  command: (argv: readonly string[], { deadline, ...options }: Options = {}): Declared<'command'> =>
    declaredAs(
      kinds.command,
      {
        onInterrupted: 'rerun',
        ...timed(deadline),
        ...options,
        name: options.name ?? argv.join(' ').slice(0, MAX_NAME),
        argv,
      },
      act.command,
    ),
} as const;
