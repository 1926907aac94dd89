import type { Command } from 'commander';
import type { Context } from './context.ts';

/** A command adds its arguments and options, and what is to be done, to the `commander` command made for it. */
export type Define = (command: Command, context: Context) => void;
