export { type CompareOptions, compare, type Found } from './contract/compare.ts';
export { ResourceError } from './contract/error.ts';
export type {
  ArtifactFormat,
  Command,
  Completed,
  Entry,
  FileGuard,
  FileWrite,
  Host,
  HostLink,
  Looked,
  Owed,
  PlacedDirectory,
  PlacedFile,
  Unpacking,
} from './contract/host.ts';
export {
  type Alongside,
  type Disturbance,
  defineKind,
  type InputOf,
  type Kind,
  type ParamsOf,
} from './contract/kind.ts';
export type { FileContent, PathPrior, Prior } from './contract/prior.ts';
export type { AnyProvider, Observed, Provider, Write } from './contract/provider.ts';
export { type Kinds, type KnownKind, kinds } from './kinds.ts';
