/** Paths are octets, as Exim's are: a character of ours is one. */

export const pathOf = (path: string): Buffer => Buffer.from(path, 'latin1');

/** The folder that a path is in: without its last slash and what is behind it. */
export const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
