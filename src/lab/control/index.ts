/**
 * control: how commands reach a running lab.
 *
 * A lab owns a private folder with a unix socket and the files that point other commands at it. A command asks over the
 * socket: one line of JSON out, one back. A folder or socket that belongs to somebody else is refused; a socket whose
 * lab was killed is recognised by nobody listening. Labs are told apart by their folders alone.
 */
export { askLab } from './client.ts';
export {
  defaultLabFolder,
  LAB_DIR_HELP,
  type LabError,
  type LabErrorCode,
  type LabFolder,
  labFolder,
  labFolderAt,
  openLabFolder,
} from './folder.ts';
export type { LabRequest, LabResponse, LabStatus } from './protocol.ts';
export { type ControlServer, type Handler, startControlServer } from './server.ts';
