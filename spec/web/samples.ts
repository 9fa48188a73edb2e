import type { AnalysisView, DeployKeyView, HostKeyView, ProjectView, RevisionView } from "../../web/views.js";

/** Realistic props for every page; specs and the preview render the same. `text` marks every free text. */
export const AT_MS = Date.UTC(2026, 10, 23, 9, 41, 12);
export const HOUR_MS = 3_600_000;

/** Makes each text of the samples; specs pass one that puts hostile markup into it. */
export type Texts = (plain: string) => string;
export const plainTexts: Texts = (plain) => plain;

export function sampleProject(text: Texts = plainTexts): ProjectView {
  return {
    id: "01JDK7Q2Z5",
    name: text("Ledger API"),
    remote: text("git@github.com:acme/ledger-api.git"),
    branch: null,
    retention: "full",
  };
}

export function sampleDeployKey(text: Texts = plainTexts): DeployKeyView {
  return {
    publicKey: text(
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx1tq5m0yXbS0o8m0o3yq3wq0Vb8T0b7yV2m1dQk9fE sealgrade-ledger-api",
    ),
    fingerprint: text("SHA256:3Qm7q1rIhp0Zb8wYtq9dBxk2L0sT5cVnE4uJfGaH6oM"),
    createdAtMs: AT_MS - 72 * HOUR_MS,
  };
}

export function sampleHostKey(text: Texts = plainTexts): HostKeyView {
  return {
    host: text("github.com"),
    port: 22,
    keyType: text("ssh-ed25519"),
    fingerprint: text("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"),
  };
}

export function sampleRevision(text: Texts = plainTexts): RevisionView {
  return {
    commit: text("9f2c41d07be6a5833c1f0e9d24b7a86513fe7720"),
    branch: text("main"),
    committedAtMs: AT_MS - 5 * HOUR_MS,
    analyzedAtMs: AT_MS - 3 * HOUR_MS,
  };
}

export function sampleAnalysis(change: Partial<AnalysisView> = {}, text: Texts = plainTexts): AnalysisView {
  return {
    id: "01JDKA0001",
    state: "done",
    step: "destroy",
    progressDone: 412,
    progressTotal: 412,
    trigger: "poll",
    attempts: 1,
    createdAtMs: AT_MS - 3 * HOUR_MS,
    startedAtMs: AT_MS - 3 * HOUR_MS + 1_200,
    finishedAtMs: AT_MS - 3 * HOUR_MS + 9_840,
    failureCode: null,
    failureMessage: null,
    commit: text("9f2c41d07be6a5833c1f0e9d24b7a86513fe7720"),
    grade: "B",
    gpa: 2.71,
    debtRatio: 0.0645,
    ...change,
  };
}

export function sampleRunning(text: Texts = plainTexts): AnalysisView {
  return sampleAnalysis(
    {
      id: "01JDKA0009",
      state: "running",
      step: "read",
      progressDone: 128,
      finishedAtMs: null,
      grade: null,
      gpa: null,
      debtRatio: null,
    },
    text,
  );
}

export function sampleFailure(text: Texts = plainTexts): AnalysisView {
  return sampleAnalysis(
    {
      id: "01JDKA0008",
      state: "failed",
      step: "fetch",
      failureCode: "key-rejected",
      failureMessage: text(
        "github.com refused this project’s deploy key. Add the key at the Git host again, with read access, then analyse once more.",
      ),
      commit: null,
      grade: null,
      gpa: null,
      debtRatio: null,
    },
    text,
  );
}
