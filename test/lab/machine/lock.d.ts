/**
 * Does the work while no other process, and no other caller in this one, holds the same file's lock.
 * The lock is SQLite's on an empty database file: the kernel frees it when its process dies, however it dies.
 * Throws LabError `timeout` when the lock is not free within `limitMs`.
 */
export declare function withLock<T>(file: string, limitMs: number, work: () => Promise<T>): Promise<T>;
