import { BACKUP, NODE, NODETOOL, PROVE } from './places.ts';

/** nodetool is a program of Java: on a busy host its start alone takes seconds. */
export const NODETOOL_MS = 30_000;

/** The words of one of the tasks of the program on a member. */
export const task = (...words: readonly string[]): readonly [string, ...string[]] => [NODE, ...words];

/** The words of one of the tasks of the program that keeps and takes in. */
export const backupTask = (...words: readonly string[]): readonly [string, ...string[]] => [BACKUP, ...words];

/** The words of one of the tasks of the program that proves. */
export const proveTask = (...words: readonly string[]): readonly [string, ...string[]] => [PROVE, ...words];

/** Asks the server of the host. */
export const nodetool = (word: string): readonly [string, ...string[]] => [NODETOOL, word];
