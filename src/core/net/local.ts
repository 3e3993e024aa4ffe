/** Sockets of this host that have a path instead of an address: for libraries that speak over what they are given. */
import { connect, type Socket } from 'node:net';

export const connectLocal = (path: string): Socket => connect(path);
