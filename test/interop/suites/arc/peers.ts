/** ARC by mailauth and by dkimpy: chains sealed and verified. Messages are one character an octet. */
import { arc, sealMessage } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

/** Key records by name, and the private key in PEM behind all of them. */
export interface Keys {
  readonly records: ReadonlyMap<string, string>;
  readonly pem: string;
}

export const SELECTOR = 's1';
export const domainOf = (instance: number): string => `relay${instance}.example`;

export async function mailauthVerdict(message: string, { records }: Keys): Promise<string> {
  const resolver = async (name: string): Promise<string[][]> => {
    const text = records.get(name);
    if (text !== undefined) return [[text]];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const verified = await dkimVerify(Buffer.from(message, 'latin1'), { resolver });
  const data = (verified as unknown as { readonly arc: never }).arc;
  return (await arc(data, { resolver })).status.result;
}

export async function sealedByMailauth(message: string, sets: number, { pem }: Keys): Promise<string> {
  let chain = message;
  for (let instance = 1; instance <= sets; instance += 1) {
    const seal = {
      i: instance,
      cv: instance === 1 ? 'none' : 'pass',
      signingDomain: domainOf(instance),
      selector: SELECTOR,
      privateKey: pem,
      authResults: `mx.${domainOf(instance)}; spf=pass smtp.mailfrom=example.org`,
    };
    const fields = await sealMessage(Buffer.from(chain, 'latin1'), seal as never);
    chain = `${fields.toString('latin1')}${chain}`;
  }
  return chain;
}

const DKIMPY = `
import base64, json, sys, dkim
setup = json.loads(sys.stdin.readline())
records = {name.encode() + b'.': text.encode() for name, text in setup['records'].items()}
find = lambda name, timeout=5: records.get(name)

def verdict(message):
    cv, results, reason = dkim.arc_verify(message, dnsfunc=find)
    return 'none' if not results and cv == dkim.CV_None else 'pass' if cv == dkim.CV_Pass else 'fail'

def seal(message, sets):
    for i in range(1, sets + 1):
        domain = b'relay%d.example' % i
        said = b'; spf=pass smtp.mailfrom=example.org; arc=' + (b'none' if i == 1 else b'pass')
        message = b'Authentication-Results: mx.' + domain + said + b'\\r\\n' + message
        fields = dkim.arc_sign(message, b's1', domain, setup['pem'].encode(), b'mx.' + domain)
        message = b''.join(fields) + message
    return message

for line in sys.stdin:
    case = json.loads(line)
    message = base64.b64decode(case['message'])
    try:
        answer = base64.b64encode(seal(message, case['sets'])).decode() if 'sets' in case else verdict(message)
    except Exception as error:
        answer = 'error ' + repr(error)
    print(json.dumps(answer), flush=True)
`;

interface Case {
  readonly message: string;
  /** How many to add; without it the message is verified. */
  readonly sets?: number;
}

/** One process for all of them; answers in the order of the cases. */
async function dkimpy(cases: readonly Case[], { records, pem }: Keys): Promise<readonly string[]> {
  const lines = cases.map(({ message, sets }) => ({
    message: Buffer.from(message, 'latin1').toString('base64'),
    sets,
  }));
  const input = [{ records: Object.fromEntries(records), pem }, ...lines]
    .map((line) => JSON.stringify(line))
    .join('\n');
  const out = await mustRun(programs.python, ['-c', DKIMPY], { input: `${input}\n`, timeoutMs: 120_000 });
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

export const dkimpyVerdicts = (messages: readonly string[], keys: Keys): Promise<readonly string[]> =>
  dkimpy(
    messages.map((message) => ({ message })),
    keys,
  );

export async function sealedByDkimpy(message: string, sets: number, keys: Keys): Promise<string> {
  const [answer = ''] = await dkimpy([{ message, sets }], keys);
  if (answer.startsWith('error ')) throw new Error(answer);
  return Buffer.from(answer, 'base64').toString('latin1');
}
