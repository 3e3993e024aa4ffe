import { describe, expect, it } from 'vitest';
import { driverValue, mainValue, OPTION_ROWS, readConfiguration } from '../../../src/mta/config/index.ts';

const TEXT = `primary_hostname = our.example
message_size_limit = 10M
begin transports
t:
  driver = smtp
  hosts = a
`;

describe('the value of an option', () => {
  const read = readConfiguration({ text: TEXT, name: 'test' });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const configuration = read.value;
  const value = (name: string): unknown => mainValue(configuration, name);

  it('is what was set', () => {
    expect(value('message_size_limit')).toBe('10M');
    expect(driverValue(configuration.transports[0]!, 'hosts')).toBe('a');
  });

  it('or its default, in its own type', () => {
    expect(value('smtp_receive_timeout')).toBe(300);
    expect(value('recipients_max')).toBe('50000');
    expect(value('header_maxsize')).toBe(1024 * 1024);
    expect(value('smtp_enforce_sync')).toBe(true);
    expect(value('prdr_enable')).toBe(false);
    expect(value('qualify_recipient')).toBe('our.example');
    expect(value('acl_smtp_rcpt')).toBeUndefined();
    expect(driverValue(configuration.transports[0]!, 'connection_max_messages')).toBe(500);
    expect(driverValue(configuration.transports[0]!, 'max_rcpt')).toBe('100');
  });

  it('of every main option has its type', () => {
    for (const { name, scope, type } of OPTION_ROWS) {
      if (scope !== 'main') continue;
      const found = value(name);
      if (type === 'boolean') expect(found, name).toBeTypeOf('boolean');
      if (type === 'time' || type === 'integer' || type === 'size')
        expect(found === undefined || typeof found === 'number', `${name}: ${found}`).toBe(true);
    }
  });
});
