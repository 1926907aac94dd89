import type { Action, Outcome } from '@rolecall/protocol';
import pico from 'picocolors';

/** Colours, or none: only a terminal gets them, and `NO_COLOR` is heard. */
export type Style = ReturnType<typeof pico.createColors>;

export const styleFor = (stream: NodeJS.WriteStream): Style =>
  pico.createColors(stream.isTTY === true && process.env.NO_COLOR === undefined);

/** Terraform's symbols; a command that runs shows as `!`, what stays though nobody declares it as `=`, what is put back as `<`. */
export const SYMBOL: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  remove: '-',
  keep: '=',
  restore: '<',
  run: '!',
};

export const paintAction = (style: Style, action: Action): string =>
  ({
    create: style.green,
    update: style.yellow,
    remove: style.red,
    keep: style.dim,
    restore: style.yellow,
    run: style.cyan,
  })[action](SYMBOL[action]);

export const paintOutcome = (style: Style, outcome: Outcome, text: string = outcome): string =>
  ({
    ok: style.green,
    changed: style.yellow,
    removed: style.red,
    failed: style.red,
    skipped: style.cyan,
    unreachable: style.red,
    cancelled: style.magenta,
    unknown: style.red,
  })[outcome](text);
