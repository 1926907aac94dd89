import { z } from 'zod';
import { Answer, Ask } from './ask.ts';
import { Declared } from './declared.ts';
import { HostName, JobName, UseName } from './ids.ts';
import { JobDocument } from './job.ts';
import { Json, JsonObject } from './json.ts';
import { RecipeDocument, RecipeWish } from './recipe.ts';
import { Member, SiteDocument } from './site-document.ts';
import { Source } from './source.ts';

/** What the site's own record knows about a cluster; absent before it was founded. */
export const ClusterRecord = z.strictObject({
  /** The host that was chosen to found it. */
  founder: HostName,
  /** Every member came up and the cluster's own probe held once. */
  formed: z.boolean(),
});
export type ClusterRecord = z.infer<typeof ClusterRecord>;

/** What every function of a role is given, as far as it is known when it is called. */
export const RoleContext = z.strictObject({
  use: UseName,
  params: JsonObject,
  peers: z.array(Member).min(1).max(20_000),
  record: ClusterRecord.nullable(),
  decided: JsonObject,
});
export type RoleContext = z.infer<typeof RoleContext>;

const onHost = RoleContext.extend({ host: HostName });
const aboutRecipe = RoleContext.extend({ wish: RecipeWish });

/** Everything that the controller asks of the process that evaluates a site: JSON lines on its standard input. */
export const EvaluatorCall = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal('site') }),
  /** Parameters with every output filled in, checked by the role's schema and completed with its defaults. */
  z.strictObject({ call: z.literal('params'), use: UseName, params: JsonObject }),
  onHost.extend({ call: z.literal('observe') }),
  /** `answers`: for each observation, what each member that could be asked answered. */
  RoleContext.extend({
    call: z.literal('decide'),
    answers: z.record(z.string(), z.record(HostName, Answer)),
  }),
  RoleContext.extend({ call: z.literal('order'), instances: z.array(HostName) }),
  onHost.extend({ call: z.literal('frozen') }),
  onHost.extend({ call: z.literal('stage') }),
  onHost.extend({ call: z.literal('drain') }),
  onHost.extend({ call: z.literal('undrain') }),
  onHost.extend({ call: z.literal('resources') }),
  onHost.extend({ call: z.literal('probe') }),
  onHost.extend({ call: z.literal('clusterProbe') }),
  /** Whether an answer to a probe is good enough. */
  onHost.extend({ call: z.literal('judge'), probe: z.enum(['probe', 'clusterProbe']), answer: Answer }),
  onHost.extend({ call: z.literal('jobs') }),
  /** Whether an answer says that a job is done. */
  onHost.extend({ call: z.literal('judgeJob'), job: JobName, answer: Answer }),
  /** What a job gives, made of what its last command printed. */
  onHost.extend({ call: z.literal('jobOutput'), job: JobName, stdout: z.string().max(16_384) }),
  /** What parameters become on the throwaway hosts of a drill, which are `peers`; the others stay. */
  RoleContext.extend({ call: z.literal('drillParams') }),
  /** The steps of a recipe, with everybody whom it is about among `peers`. */
  aboutRecipe.extend({ call: z.literal('recipe') }),
  /** Whether an answer to what a step asks is good enough. */
  aboutRecipe.extend({ call: z.literal('judgeStep'), step: JobName, answer: Answer }),
  onHost.extend({ call: z.literal('outputs') }),
  RoleContext.extend({ call: z.literal('clusterOutputs') }),
]);
export type EvaluatorCall = z.infer<typeof EvaluatorCall>;
export type EvaluatorCallOf<C extends EvaluatorCall['call']> = Extract<EvaluatorCall, { call: C }>;

/** What each call answers; the same call with the same input answers the same. */
export const evaluatorAnswers = {
  site: SiteDocument,
  params: JsonObject,
  observe: z.record(z.string(), Ask),
  decide: JsonObject,
  order: z.array(HostName),
  frozen: JsonObject,
  stage: z.array(Declared),
  drain: z.array(Declared),
  undrain: z.array(Declared),
  resources: z.array(Declared),
  probe: Ask.nullable(),
  clusterProbe: Ask.nullable(),
  judge: z.strictObject({ holds: z.boolean(), why: z.string() }),
  jobs: z.array(JobDocument).max(256),
  judgeJob: z.strictObject({ holds: z.boolean(), why: z.string() }),
  jobOutput: Json,
  drillParams: JsonObject,
  recipe: RecipeDocument,
  judgeStep: z.strictObject({ holds: z.boolean(), why: z.string() }),
  outputs: Json,
  clusterOutputs: Json,
} as const satisfies Record<EvaluatorCall['call'], z.ZodType>;
export type EvaluatorAnswer<C extends EvaluatorCall['call']> = z.infer<(typeof evaluatorAnswers)[C]>;

/** One line from the evaluator. `at` is a place in the bundle, which the source map leads back to the author's file. */
export const EvaluatorLine = z.discriminatedUnion('is', [
  z.strictObject({ id: z.int(), is: z.literal('value'), value: Json }),
  z.strictObject({
    id: z.int(),
    is: z.literal('error'),
    code: z.string(),
    message: z.string(),
    at: Source.nullable(),
  }),
]);
export type EvaluatorLine = z.infer<typeof EvaluatorLine>;
