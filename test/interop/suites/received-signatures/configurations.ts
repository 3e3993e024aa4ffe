/** What an administrator asks of signatures. */
const TOLD = `  warn logwrite = signer <$dkim_cur_signer> status <$dkim_verify_status> reason <$dkim_verify_reason> of <$dkim_signers>
       logwrite = domain <$dkim_domain> identity <$dkim_identity> selector <$dkim_selector> algo <$dkim_algo>
       logwrite = canon <$dkim_canon_headers>/<$dkim_canon_body> created <$dkim_created> expires <$dkim_expires> length <$dkim_bodylength>
       logwrite = names <$dkim_headernames> copied <$dkim_copiedheaders>
       logwrite = key <$dkim_key_length> testing <$dkim_key_testing> nosub <$dkim_key_nosubdomains> type <$dkim_key_srvtype> granularity <$dkim_key_granularity> notes <$dkim_key_notes>
`;
const HEAD = `acl_smtp_rcpt = accept
acl_smtp_data = data
log_selector = +dkim +dkim_verbose
`;
const DATA = `data:
  accept logwrite = $dkim_verify_status of <$dkim_signers> \${authresults {our.example}}
`;

export const configurations: Readonly<Record<string, string>> = {
  'all told': `${HEAD}acl_smtp_dkim = dkim
begin acl
dkim:
${TOLD}  accept
${DATA}`,
  'all algorithms': `${HEAD}acl_smtp_dkim = dkim
dkim_verify_hashes = sha1 : sha256 : sha512
dkim_verify_min_keysizes = rsa=512 ed25519=100
begin acl
dkim:
${TOLD}  accept
${DATA}`,
  'no ACL, few algorithms': `${HEAD}dkim_verify_hashes = sha512 : sha256
dkim_verify_keytypes = rsa
dkim_verify_min_keysizes = rsa=2000
begin acl
${DATA}`,
  'the least': `${HEAD}acl_smtp_dkim = dkim
dkim_verify_minimal = true
begin acl
dkim:
${TOLD}  accept
${DATA}`,
  'conditions and signers': `${HEAD}acl_smtp_dkim = dkim
dkim_verify_signers = $dkim_signers : joe@signed.example : \${domain:$h_from:} : signed.example
begin acl
dkim:
  warn dkim_status = pass
       logwrite = passed
  warn !dkim_status = none : invalid
       logwrite = something
  warn dkim_signers = signed.example : *.signed.example
       logwrite = our friend
  warn dkim_signers = joe@signed.example
       logwrite = Joe
  deny dkim_status = fail
       dkim_signers = signed.example
       message = forged $dkim_cur_signer ($dkim_verify_reason)
  warn dkim_status = invalid
       set dkim_verify_status = fail
       set dkim_verify_reason = as we say
  accept
${DATA}`,
  overruled: `${HEAD}acl_smtp_dkim = dkim
dkim_verify_signers = $dkim_signers : signed.example
begin acl
dkim:
  warn dkim_status = invalid
       set dkim_verify_status = pass
       logwrite = let pass
  warn dkim_status = pass
       dkim_signers = signed.example
       condition = \${if eq{$dkim_verify_reason}{}}
       logwrite = passes $dkim_cur_signer
  warn condition = \${if match{$dkim_algo}{sha512}}
       set dkim_verify_status = fail
       set dkim_verify_reason = too long
  warn dkim_status = fail
       set dkim_verify_reason = our own words
  accept
${DATA}`,
};
