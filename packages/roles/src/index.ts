export { z } from 'zod';
export { act } from './act.ts';
export { type Answered, type Answers, agreed, anyAnswered, founder, replicasFirst } from './agree.ts';
export { type Asked, ask, type RawAnswers, type RedisReply, type Until } from './ask.ts';
export { defineKind, type KindInput } from './brought.ts';
export type { ClusterContext, ClusterRecord, Decided, Host, HostContext } from './context.ts';
export type { Declared } from './declared.ts';
export type { ClusterInput, Definition } from './definition.ts';
export { RoleError } from './error.ts';
export { type CheckInput, check, type Job, type JobInput, job, type Lock } from './job.ts';
export {
  alternatives,
  aptRepository,
  artifact,
  assert,
  authorizedKey,
  certificate,
  command,
  container,
  cron,
  directory,
  file,
  filesystem,
  firewall,
  group,
  guardedFile,
  hostname,
  hostsEntry,
  hugepages,
  type KindFunction,
  kernelModule,
  kindFunction,
  limits,
  link,
  locale,
  logRotate,
  mount,
  pkg,
  reboot,
  service,
  sudoers,
  swap,
  sysctl,
  timer,
  timezone,
  unit,
  user,
  type Written,
  wait,
} from './kinds.ts';
export type { Later, LaterParams, Ref } from './later.ts';
export type { DiskInput, NeedsInput, PortInput, ReachInput } from './needs.ts';
export { parallel } from './parallel.ts';
export type { Cannot, Exchange, Leaving, Members, Recipe, RecipeContext, Recipes } from './recipe.ts';
export { type Declaration, declareRole, defineRole, type Role, type Used, type UseOptions } from './role.ts';
export { Secret, secretParam } from './secret.ts';
export { servicesAuthority } from './services-authority.ts';
export { defineSite, type HostInput, type Site, type SiteInput } from './site.ts';
export { bytes, type Duration, duration, type Size } from './size.ts';
export { type Step, step } from './step.ts';
export { label, type SecretOptions, type Where } from './use.ts';
export type { CertificateInput, NameInput, ServerInput, SizeInput, WantsInput } from './wants.ts';
