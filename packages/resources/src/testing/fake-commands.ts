import type { Completed } from '../contract/host.ts';
import { type CommandRule, type GivenEntry, type Later, textOfLines } from './case-rules.ts';

type Marks = Map<string, string>;

/** Commands of a fake host: rules that answer, and marks that say what happened so far. */
export class FakeCommands {
  readonly #rules: readonly CommandRule[];
  readonly #used = new Map<CommandRule, number>();
  readonly #marks: Marks;
  readonly #place: (path: string, entry: GivenEntry | null) => void;
  #now = 0;
  #coming: readonly { readonly at: number; readonly change: Later }[] = [];

  constructor(
    rules: readonly CommandRule[],
    marks: Readonly<Record<string, string>>,
    place: (path: string, entry: GivenEntry | null) => void,
  ) {
    this.#rules = rules;
    this.#marks = new Map(Object.entries(marks));
    this.#place = place;
  }

  answer(argv: readonly string[]): Completed {
    const rule = this.#rules.find((each) => this.#fits(each, argv));
    if (rule === undefined) throw new Error(`the fake host does not know the command: ${argv.join(' ')}`);
    this.#used.set(rule, (this.#used.get(rule) ?? 0) + 1);
    this.#change(rule);
    this.#coming = [
      ...this.#coming,
      ...(rule.later ?? []).map((change) => ({ at: this.#now + change.afterMs, change })),
    ];
    return {
      exitCode: rule.exitCode === undefined ? 0 : rule.exitCode,
      signal: null,
      timedOut: rule.timedOut ?? false,
      stdout: textOfLines(rule.stdout),
      stderr: textOfLines(rule.stderr),
    };
  }

  /** Lets time pass: what was to come by then happens. */
  pass(ms: number): void {
    this.#now += ms;
    for (const { at, change } of this.#coming) if (at <= this.#now) this.#change(change);
    this.#coming = this.#coming.filter(({ at }) => at > this.#now);
  }

  #fits(rule: CommandRule, argv: readonly string[]): boolean {
    const isOpen = rule.argv.at(-1) === '…';
    const words = isOpen ? rule.argv.slice(0, -1) : rule.argv;
    const isSame = words.every((word, index) => word === argv[index]) && (isOpen || argv.length === words.length);
    const isDue = Object.entries(rule.when ?? {}).every(([mark, value]) => (this.#marks.get(mark) ?? null) === value);
    return isSame && isDue && (this.#used.get(rule) ?? 0) < (rule.times ?? Number.POSITIVE_INFINITY);
  }

  #change({ marks = {}, files = {} }: Pick<CommandRule, 'marks' | 'files'>): void {
    for (const [mark, value] of Object.entries(marks)) {
      if (value === null) this.#marks.delete(mark);
      else this.#marks.set(mark, value);
    }
    for (const [path, entry] of Object.entries(files)) this.#place(path, entry);
  }
}
