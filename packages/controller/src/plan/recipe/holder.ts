import { type InstanceId, RecipeName } from '@rolecall/protocol';

/** Whether locks are held by a recipe, under `USE.RECIPE@HOST`. A job that is called like one is taken for one. */
export const isRecipe = (holder: InstanceId): boolean =>
  RecipeName.options.some((recipe) => holder.includes(`.${recipe}@`));
