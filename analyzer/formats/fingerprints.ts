import { createHash } from "node:crypto";
import type { Finding, Report, ReportFile } from "../types.js";

/** A finding with its file and an id that stays while lines move. */
export interface ListedFinding {
  readonly file: ReportFile;
  readonly finding: Finding;
  /** 64 hex digits, unique in the report: SHA-256 of path, rule, subject and how many equal ones came before. */
  readonly fingerprint: string;
}

/** All findings of a report in its order. */
export function listFindings(report: Pick<Report, "files">): ListedFinding[] {
  const seen = new Map<string, number>();
  return report.files.flatMap((file) =>
    file.findings.map((finding) => {
      const identity = JSON.stringify([file.path, finding.rule, finding.subject]);
      const before = seen.get(identity) ?? 0;
      seen.set(identity, before + 1);
      const fingerprint = createHash("sha256").update(`${identity}\n${before}`).digest("hex");
      return { file, finding, fingerprint };
    }),
  );
}
