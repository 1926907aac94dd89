import type { Define } from './define.ts';

interface Listed {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when the command is the one that was called. */
  readonly load: () => Promise<{ readonly define: Define }>;
}

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Listed[] = [
  { name: 'serve', summary: 'run the controller', load: () => import('./commands/serve.ts') },
  {
    name: 'enroll',
    summary: 'print the line that brings a host under control',
    load: () => import('./commands/enroll.ts'),
  },
  { name: 'init', summary: 'start a site folder', load: () => import('./commands/init.ts') },
  {
    name: 'validate',
    summary: 'find what is wrong in a site; touches nothing',
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'preflight',
    summary: 'look at what a site needs of its machines; touches nothing',
    load: () => import('./commands/preflight.ts'),
  },
  { name: 'graph', summary: 'draw what a site starts in which order', load: () => import('./commands/graph.ts') },
  { name: 'plan', summary: 'show what apply would change', load: () => import('./commands/plan.ts') },
  {
    name: 'apply',
    summary: 'plan, ask, and bring the hosts to what the site says',
    load: () => import('./commands/apply.ts'),
  },
  {
    name: 'rollback',
    summary: 'put back what stood on the hosts before a run',
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'destroy',
    summary: 'take away everything that was applied of a site',
    load: () => import('./commands/destroy.ts'),
  },
  {
    name: 'move',
    summary: 'let a member of a cluster go to another host',
    load: () => import('./commands/move.ts'),
  },
  {
    name: 'replace',
    summary: 'make a member anew that is lost',
    load: () => import('./commands/replace.ts'),
  },
  {
    name: 'decommission',
    summary: 'take a member out of its cluster',
    load: () => import('./commands/decommission.ts'),
  },
  {
    name: 'upgrade',
    summary: 'bring a cluster to another version, as its role does that',
    load: () => import('./commands/upgrade.ts'),
  },
  {
    name: 'backup',
    summary: 'keep what a cluster holds, read through',
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    summary: 'found a cluster anew from what was kept',
    load: () => import('./commands/restore.ts'),
  },
  {
    name: 'drill',
    summary: 'restore a backup on throwaway hosts, prove it, and take it away again',
    load: () => import('./commands/drill.ts'),
  },
  { name: 'runs', summary: 'look at runs, their logs, or cancel one', load: () => import('./commands/runs.ts') },
  { name: 'why', summary: 'say what an instance waits for', load: () => import('./commands/why.ts') },
  {
    name: 'jobs',
    summary: 'list jobs of clusters, or say what became of one',
    load: () => import('./commands/jobs.ts'),
  },
  { name: 'locks', summary: 'list who holds which lock, or release one', load: () => import('./commands/locks.ts') },
  {
    name: 'identity',
    summary: 'list files that say who members are, or have lost ones put back',
    load: () => import('./commands/identity.ts'),
  },
  { name: 'hosts', summary: 'list hosts, or cut one off', load: () => import('./commands/hosts.ts') },
  { name: 'facts', summary: 'show what a host says about itself', load: () => import('./commands/facts.ts') },
  { name: 'query', summary: 'ask the facts of the whole fleet', load: () => import('./commands/query.ts') },
  { name: 'run', summary: 'run a command on hosts', load: () => import('./commands/run.ts') },
  { name: 'tokens', summary: 'let others call this controller', load: () => import('./commands/tokens.ts') },
  { name: 'audit', summary: 'show who did what, and prove it', load: () => import('./commands/audit.ts') },
  {
    name: 'authority',
    summary: 'see and change who signs certificates of services',
    load: () => import('./commands/authority.ts'),
  },
  {
    name: 'artifacts',
    summary: 'give the controller files that hosts fetch',
    load: () => import('./commands/artifacts.ts'),
  },
  {
    name: 'packs',
    summary: 'look at the code that roles bring to hosts, and admit it',
    load: () => import('./commands/packs.ts'),
  },
  { name: 'secrets', summary: 'set, list or remove secrets', load: () => import('./commands/secrets.ts') },
];
