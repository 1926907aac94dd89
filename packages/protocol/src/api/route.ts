import { z } from 'zod';

/** What an operator may do: each includes the one before. */
export const Access = z.enum(['view', 'operate', 'admin']);
export type Access = z.infer<typeof Access>;

/** One verb of the controller: `POST /api/NAME` with JSON in; `streams` answers JSON lines, the others one document. */
export interface Route<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, S extends boolean = boolean> {
  readonly access: Access;
  readonly streams: S;
  readonly input: I;
  readonly output: O;
}

export const answers = <I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): Route<I, O, false> => ({
  access,
  streams: false,
  input,
  output,
});

export const streams = <I extends z.ZodType, O extends z.ZodType>(
  access: Access,
  input: I,
  output: O,
): Route<I, O, true> => ({
  access,
  streams: true,
  input,
  output,
});
