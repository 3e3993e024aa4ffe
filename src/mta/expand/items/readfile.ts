import { after, failed, isFailure, textOf } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${readfile{path}{line end}}`: what the file holds is not expanded. */
export const readfile = stringsItem({
  name: 'readfile',
  doc: 'What a file holds, its line ends replaced where a second string is given.',
  min: 1,
  max: 2,
  apply: ([path, lineEnd], run) => {
    if (path!.tainted) return failed(`Tainted filename '${path!.text}'`);
    return after(run.host.system.readFile(path!.text), (content) => {
      if (isFailure(content) || lineEnd === undefined) return content;
      return textOf(content.text.replaceAll('\n', lineEnd.text), content.tainted || lineEnd.tainted);
    });
  },
});
