import { z } from 'zod';
import { Ask } from './ask.ts';
import { Declared } from './declared.ts';
import { HostName, InstanceId, JobName, RunId, Sha256, UseName } from './ids.ts';
import { JsonObject } from './json.ts';
import { LockWish } from './lock.ts';
import { Source } from './source.ts';

/** What can be done to a cluster, or to one member of it, as a recipe of its role. */
export const RecipeName = z.enum(['move', 'replace', 'decommission', 'upgrade', 'backup', 'restore', 'drill']);
export type RecipeName = z.infer<typeof RecipeName>;

/** Recipes that are about one member. */
export const ABOUT_ONE: readonly RecipeName[] = ['move', 'replace', 'decommission'];

/** What a role may have to refuse for good: a recipe, or `successor`, which is to replace a member by a host of another name. */
export const Impossible = z.enum([...RecipeName.options, 'successor']);
export type Impossible = z.infer<typeof Impossible>;

/** What somebody says beside the names, such as which backup: `from=etcd-20261121T140000Z.db`. */
export const Given = z.record(
  z.string().regex(/^[a-z][a-zA-Z0-9-]{0,62}$/, 'what is given has a name of letters, digits and "-"'),
  z.string().max(1024),
);
export type Given = z.infer<typeof Given>;

/** One recipe that is to be carried out, on what. */
export const RecipeWish = z.strictObject({
  recipe: RecipeName,
  use: UseName,
  /** The member that it is about; nothing where it is about all. */
  host: HostName.nullable(),
  /** The host that takes its place. */
  to: HostName.nullable(),
  given: Given,
  /** The throwaway hosts of a drill; no other recipe has any. */
  on: z.array(HostName).max(256).optional(),
  /** Names one carrying-out over all the runs that go on with it; made by the controller. */
  ticket: RunId.nullable(),
  /** How far a former run of it came that is gone on with: beyond the point of no return, what must hold before it is not asked again. */
  former: z.enum(['none', 'begun', 'passed']),
});
export type RecipeWish = z.infer<typeof RecipeWish>;

/** `USE.RECIPE@HOST`, or `USE.RECIPE@-` for all of a cluster: under this name a recipe holds its locks. */
export const recipeHolder = ({ use, recipe, host }: Pick<RecipeWish, 'use' | 'recipe' | 'host'>): InstanceId =>
  `${use}.${recipe}@${host ?? '-'}` as InstanceId;

/** A sentence about a step, without a full stop. */
const Title = z.string().min(1).max(300);
const common = { title: Title, source: Source } as const;
/** So long a step may take, in milliseconds: at most thirty days, as a command. */
const limitMs = z
  .int()
  .min(1_000)
  .max(30 * 86_400_000);
/** Members that may do it; the first that is linked does. */
const on = z.array(HostName).min(1).max(256);
/** What cannot be taken back once this step has begun. */
const noReturn = Title.nullable();

/** One step of a recipe, as its role lists it. */
export const StepDocument = z.discriminatedUnion('does', [
  /** It must hold before anything is touched; asked for the preview, and again under the locks. */
  z.strictObject({ does: z.literal('require'), name: JobName, ...common, on, ask: Ask, limitMs }),
  /** Commands on one member. */
  z.strictObject({
    does: z.literal('run'),
    name: JobName,
    ...common,
    on,
    run: z.array(Declared).min(1).max(64),
    done: Ask.nullable(),
    limitMs,
    noReturn,
    /** What its host may give to the controller to keep, by the name under which it is kept. */
    keeps: z.string().max(200).nullable(),
    /** What its host may fetch of the controller's. */
    fetches: z.array(Sha256).max(16),
  }),
  /** Asks until it holds. */
  z.strictObject({ does: z.literal('wait'), name: JobName, ...common, on, ask: Ask, limitMs }),
  /** Brings instances about on these hosts, in the order of their cluster; with parameters that hold for this once. */
  z.strictObject({
    does: z.literal('apply'),
    ...common,
    hosts: z.array(HostName).min(1).max(10_000),
    params: JsonObject,
    noReturn,
  }),
  /** Takes away what an instance left on its host; left out where that host is away. */
  z.strictObject({ does: z.literal('remove'), ...common, host: HostName, noReturn }),
]);
export type StepDocument = z.infer<typeof StepDocument>;
export type StepDocumentOf<D extends StepDocument['does']> = Extract<StepDocument, { does: D }>;

/** A recipe for one carrying-out. */
export const RecipeDocument = z.strictObject({
  steps: z.array(StepDocument).min(1).max(256),
  /** Done in the end whatever became of the steps, once one of them has begun. */
  finally: z.array(StepDocument).max(64),
  locks: z.array(LockWish).max(8),
  /** Sentences that a reader should know before they say yes. */
  notes: z.array(z.string().max(500)).max(32),
});
export type RecipeDocument = z.infer<typeof RecipeDocument>;

/** What the scheduler must know of a node of a run that is a step of a recipe. */
export const StepNode = z.strictObject({
  does: z.enum(['require', 'run', 'wait', 'apply', 'remove']),
  /** From 1, over the whole recipe. */
  number: z.int().min(1),
  title: Title,
  noReturn,
  /** Carried out whatever became of those before it. */
  always: z.boolean(),
  /** Under whose name locks are held: `USE.RECIPE@HOST`. */
  holder: InstanceId,
  limitMs: z.int(),
  /** Under this name its host may give the controller something to keep. */
  keeps: z.string().nullable(),
});
export type StepNode = z.infer<typeof StepNode>;
