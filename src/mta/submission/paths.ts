/** Where submissions are dropped, and the socket that wakes the server. */
import { join } from 'node:path';

/** A name nobody guesses: the folder cannot be listed by callers, so the name is what keeps a message private. */
export const DROP_NAME = /^[0-9a-f]{32}$/;

export const socketIn = (folder: string): string => join(folder, 'submit.socket');
