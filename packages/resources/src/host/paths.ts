/** The folder that holds a path. */
export const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')));

/** Permission bits as people write them: `0644`. */
export const modeText = (mode: number): string => mode.toString(8).padStart(4, '0');
