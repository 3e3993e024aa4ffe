/** Names of files are octets, and so is our text: one that is more than ASCII is given to the system as such. */
export const octetPath = (path: string): string | Buffer =>
  /[\x80-\xff]/.test(path) ? Buffer.from(path, 'latin1') : path;
