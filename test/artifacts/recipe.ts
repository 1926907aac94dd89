/** Programs built from Go modules; `sources/FOLDER` has the go.mod and go.sum that pin every one of them. */
export interface GoRecipe {
  readonly from: 'go';
  readonly file: string;
  readonly folder: string;
  /** What is built, by the name of its program. */
  readonly programs: Readonly<Record<string, string>>;
  /** Variables that the linker sets, such as a version. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The folder within the archive; left out: `file` is the one program itself. */
  readonly top?: string;
}

/** One file as Maven has it. */
export interface MavenFileRecipe {
  readonly from: 'maven file';
  readonly file: string;
  /** `GROUP:ARTIFACT:VERSION:TYPE`. */
  readonly coordinates: string;
  readonly sha256: string;
}

/** A program with everything that it needs at run time from Maven, packed with files of our own. */
export interface MavenTreeRecipe {
  readonly from: 'maven tree';
  readonly file: string;
  /** `GROUP:ARTIFACT:VERSION` of the program. */
  readonly coordinates: string;
  /** A file below `sources` with the checksum of every jar, as sha256sum writes them: no other jar gets in. */
  readonly pins: string;
  /** The part of `sources` that lies beside `lib`. */
  readonly folder: string;
  /** Jars for other machines, which are left out. */
  readonly without: RegExp;
  readonly top: string;
}

/** A shared library made by the C compiler from `sources/FOLDER/SOURCE`. */
export interface CRecipe {
  readonly from: 'c';
  readonly file: string;
  readonly folder: string;
  readonly source: string;
}

/** How one artifact is had from the package registries that the machine's own clients are set up for. */
export type Recipe = GoRecipe | MavenFileRecipe | MavenTreeRecipe | CRecipe;
