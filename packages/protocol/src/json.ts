import { z } from 'zod';

/** Plain data: whatever JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const Json: z.ZodType<Json> = z.json();

/** A JSON object, as parameters and states are. */
export const JsonObject = z.record(z.string().max(4096), Json);
export type JsonObject = { readonly [key: string]: Json };
