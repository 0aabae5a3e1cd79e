import { describe, expect, it } from 'vitest';
import { Findings } from '../../../shared/ingest/findings.ts';

const diagnostic = (severity: 'rejected' | 'notice', line: number) => ({
  severity,
  file: 'users.csv',
  line,
  code: `row.${severity}`,
  message: 'Say "why", please.',
});

describe('findings', () => {
  it('keep 10,000 diagnostics, rejected rows first, and count all', () => {
    const findings = new Findings();
    for (let line = 1; line <= 10_500; line++) findings.report(diagnostic('notice', line));
    for (let line = 1; line <= 600; line++) findings.report(diagnostic('rejected', line));
    expect(findings.diagnostics).toHaveLength(10_000);
    expect(findings.diagnostics[599]).toMatchObject({ severity: 'rejected', line: 600 });
    expect(findings.diagnostics[600]).toMatchObject({ severity: 'notice', line: 1 });
    expect(findings.counts).toEqual({ 'row.notice': 10_500, 'row.rejected': 600 });
  });

  it('keep what is said of whole files, whatever is said of their rows', () => {
    const findings = new Findings();
    for (let line = 1; line <= 20_000; line++) findings.report(diagnostic('notice', line));
    for (let line = 1; line <= 20_000; line++) findings.report(diagnostic('rejected', line));
    findings.report({ ...diagnostic('notice', 0), code: 'row.unmapped_code' });
    expect(findings.diagnostics).toHaveLength(10_000);
    expect(findings.diagnostics.at(-1)).toMatchObject({ code: 'row.unmapped_code' });
    expect(findings.diagnostics.filter(({ severity }) => severity === 'rejected')).toHaveLength(5000);
    expect(findings.diagnostics[5000]).toMatchObject({ severity: 'notice', line: 1 });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=x,"y"'])('let no spreadsheet run %j', (file) => {
    const findings = new Findings();
    findings.report({ ...diagnostic('rejected', 2), file });
    const [, cells = ''] = Buffer.concat([...findings.rejects])
      .toString()
      .split('\r\n');
    const first = /^"((?:[^"]|"")*)"|^([^,]*)/.exec(cells);
    expect((first?.[1] ?? first?.[2])?.replaceAll('""', '"')).toBe(`'${file}`);
  });

  it('list every rejected row as CSV', () => {
    const findings = new Findings();
    findings.report(diagnostic('notice', 2));
    for (let line = 1; line <= 20_000; line++) findings.report(diagnostic('rejected', line));
    const text = Buffer.concat([...findings.rejects]).toString();
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(20_001);
    expect(lines.at(-1)).toBe('users.csv,20000,,row.rejected,"Say ""why"", please."');
  });
});
