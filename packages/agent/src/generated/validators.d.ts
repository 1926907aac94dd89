// Made from the zod schemas by build/generate.ts: change those, then run `npm run generate`.
interface Validator {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}
export declare const toAgent: Validator;
export declare const catalog: Validator;
export declare const messageTypes: readonly string[];
export declare const params: Readonly<Record<string, Validator>>;
