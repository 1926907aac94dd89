import type { Recipe } from '../recipe.ts';

/** For LD_PRELOAD: Elasticsearch insists on 65,535 open files where a lab host may have fewer. */
export const nofile: Recipe = { from: 'c', file: 'nofile.so', folder: 'nofile', source: 'nofile.c' };
