/** One or more records of every type with a row: zone text as we write it, and its octets. */
export interface Vector {
  readonly type: string;
  readonly text: string;
  readonly hex: string;
  /** Where the numbers are from. */
  readonly source: string;
}

const sha256 = 'd2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971';
const name = (text: string): string =>
  text
    .split('.')
    .filter((label) => label !== '')
    .map((label) => Buffer.of(label.length).toString('hex') + Buffer.from(label).toString('hex'))
    .join('')
    .concat('00');

export const vectors: readonly Vector[] = [
  { type: 'A', text: '192.0.2.1', hex: 'c0000201', source: 'RFC 1035 §3.4.1' },
  { type: 'AAAA', text: '2001:db8::1', hex: '20010db8000000000000000000000001', source: 'RFC 3596 §2.2' },
  { type: 'AAAA', text: '2001:db8:0:1:1:1:1:1', hex: '20010db8000000010001000100010001', source: 'RFC 5952 §4.2.2' },
  { type: 'AAAA', text: '::', hex: '00000000000000000000000000000000', source: 'RFC 5952 §4.2' },
  { type: 'AAAA', text: '2001:0:0:1::1', hex: '20010000000000010000000000000001', source: 'RFC 5952 §4.2.3' },
  { type: 'NS', text: 'ns1.example.org.', hex: name('ns1.example.org'), source: 'RFC 1035 §3.3.11' },
  { type: 'CNAME', text: '.', hex: '00', source: 'RFC 1035 §3.3.1' },
  { type: 'DNAME', text: 'example.net.', hex: name('example.net'), source: 'RFC 6672 §2.1' },
  { type: 'PTR', text: 'mx\\.1.example.', hex: '046d782e31076578616d706c6500', source: 'RFC 1035 §5.1 (escaped dot)' },
  {
    type: 'SOA',
    text: 'ns.example. hostmaster.example. 2026112401 7200 3600 1209600 300',
    hex: `${name('ns.example')}${name('hostmaster.example')}78c4059100001c2000000e10001275000000012c`,
    source: 'RFC 1035 §3.3.13',
  },
  { type: 'MX', text: '10 mx.example.', hex: `000a${name('mx.example')}`, source: 'RFC 1035 §3.3.9' },
  { type: 'MX', text: '0 .', hex: '000000', source: 'RFC 7505 §3' },
  { type: 'TXT', text: '"v=spf1 -all" ""', hex: '0b763d73706631202d616c6c00', source: 'RFC 1035 §3.3.14' },
  { type: 'TXT', text: '"a\\"b\\\\c\\000\\255"', hex: '07612262 5c6300ff'.replace(' ', ''), source: 'RFC 1035 §5.1' },
  { type: 'SPF', text: '"v=spf1"', hex: '06763d73706631', source: 'RFC 4408 §3.1.1' },
  { type: 'SRV', text: '0 5 587 mail.example.', hex: `00000005024b${name('mail.example')}`, source: 'RFC 2782' },
  { type: 'TLSA', text: `3 1 1 ${sha256}`, hex: `030101${sha256}`, source: 'RFC 6698 §2.3' },
  { type: 'SMIMEA', text: `0 0 1 ${sha256}`, hex: `000001${sha256}`, source: 'RFC 8162 §2' },
  {
    type: 'DS',
    text: '60485 5 1 2bb183af5f22588179a53b0a98631fad1a292118',
    hex: 'ec4505012bb183af5f22588179a53b0a98631fad1a292118',
    source: 'RFC 4034 §5.4',
  },
  { type: 'CDS', text: '0 0 0 00', hex: '0000000000', source: 'RFC 8078 §4' },
  { type: 'CDNSKEY', text: '0 3 0 AA==', hex: '0000030000', source: 'RFC 8078 §4' },
  {
    type: 'DNSKEY',
    text: '257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=',
    hex: '0101030f974d96a22d224bc01adb9150 91477d44ccd91c9a41a1143001 0117d52c59240e'.replaceAll(' ', ''),
    source: 'RFC 8080 §6.1',
  },
  {
    type: 'RRSIG',
    text: 'A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WN',
    hex: `00010503000151803e7c9dd73e5510d70a52${name('example.com')}a090755ba58d`,
    source: 'RFC 4034 §3.3 (signature shortened)',
  },
  {
    type: 'NSEC',
    text: 'host.example.com. A MX RRSIG NSEC TYPE1234',
    hex: `${name('host.example.com')}0006400100000003041b${'00'.repeat(26)}20`,
    source: 'RFC 4034 §4.3',
  },
  {
    type: 'NSEC3',
    text: '1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG'.replace(
      'MX DNSKEY NS SOA NSEC3PARAM RRSIG',
      'NS SOA MX RRSIG DNSKEY NSEC3PARAM',
    ),
    hex: '0101000c04aabbccdd14174eb2409fe28bcb4887a1836f957f0a8425e27b000722010000000290',
    source: 'RFC 5155 §A',
  },
  {
    type: 'NSEC3',
    text: '1 0 0 - 00',
    hex: '0100000000010000'.slice(0, 14),
    source: 'RFC 5155 §3.3: no salt, no types',
  },
  { type: 'NSEC3PARAM', text: '1 0 12 aabbccdd', hex: '0100000c04aabbccdd', source: 'RFC 5155 §4.3' },
  {
    type: 'CAA',
    text: '128 issue "ca.example; policy=ev"',
    hex: `80056973737565${Buffer.from('ca.example; policy=ev').toString('hex')}`,
    source: 'RFC 8659 §4.1',
  },
  { type: 'SVCB', text: '0 foo.example.com.', hex: `0000${name('foo.example.com')}`, source: 'RFC 9460 §D.1' },
  { type: 'HTTPS', text: '1 .', hex: '000100', source: 'RFC 9460 §D.2' },
  {
    type: 'SVCB',
    text: '16 foo.example.com. port=53',
    hex: `0010${name('foo.example.com')}000300020035`,
    source: 'RFC 9460 §D.2',
  },
  {
    type: 'SVCB',
    text: '1 foo.example.com. key667="hello\\210qoo"',
    hex: `0001${name('foo.example.com')}029b000968656c6c6fd2716f6f`,
    source: 'RFC 9460 §D.2',
  },
  {
    type: 'SVCB',
    text: '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
    hex: `0001${name('foo.example.com')}0006002020010db800000000000000000000000120010db8000000000000000000530001`,
    source: 'RFC 9460 §D.2',
  },
  {
    type: 'SVCB',
    text: '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
    hex: `0010${name('foo.example.org')}0000000400010004000100090268320568332d3139000400 04c0000201`.replace(' ', ''),
    source: 'RFC 9460 §D.2',
  },
  {
    type: 'SVCB',
    text: '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"',
    hex: `0010${name('foo.example.org')}0001000c08665c6f6f2c626172026832`,
    source: 'RFC 9460 §D.2 (escaped comma)',
  },
  {
    type: 'HTTPS',
    text: '1 . alpn="h3" no-default-alpn',
    hex: '0001000001000302683300020000',
    source: 'RFC 9460 §7.1',
  },
  {
    type: 'NAPTR',
    text: '100 50 "s" "z3950+I2L+I2C" "" _z3950._tcp.gatech.edu.',
    hex: `006400320173${'0d'}${Buffer.from('z3950+I2L+I2C').toString('hex')}00${name('_z3950._tcp.gatech.edu')}`,
    source: 'RFC 3403 §6.2 (older form)',
  },
  { type: 'HINFO', text: '"RFC8482" ""', hex: '075246433834383200', source: 'RFC 8482 §4.2' },
  {
    type: 'SSHFP',
    text: '2 1 123456789abcdef67890123456789abcdef67890',
    hex: '0201123456789abcdef67890123456789abcdef67890',
    source: 'RFC 4255 §3.2',
  },
  { type: 'CERT', text: '1 1234 8 AQID', hex: '000104d208010203', source: 'RFC 4398 §2' },
  { type: 'OPENPGPKEY', text: 'AQIDBA==', hex: '01020304', source: 'RFC 7929 §2.1' },
  {
    type: 'URI',
    text: '10 1 "ftp://ftp1.example.com/public"',
    hex: `000a0001${Buffer.from('ftp://ftp1.example.com/public').toString('hex')}`,
    source: 'RFC 7553 §4.6',
  },
];
