/** The Debian packages that are missing on this machine, in a fixed order. */
export declare function missingPackages(): readonly string[];
/**
 * Answers when this machine can have labs. Throws LabError `needs-root` or `needs-packages`, each one sentence that says
 * what to type; with `install`, missing packages are installed instead.
 */
export declare function requireLab({ install }?: {
    readonly install?: boolean;
}): Promise<void>;
/** Installs what is missing with apt-get, without questions. Answers the packages it installed. */
export declare function ensurePackages(): Promise<readonly string[]>;
