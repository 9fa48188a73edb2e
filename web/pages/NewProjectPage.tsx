import { Field } from "../components/Field.js";
import { Notice } from "../components/Notice.js";
import { projectsUrl } from "../urls.js";
import type { Retention } from "../views.js";

/** What the person typed, shown again when something was refused. Names of the form's fields. */
export interface NewProjectValues {
  readonly remote: string;
  readonly name: string;
  readonly branch: string;
  readonly retention: Retention;
}

export interface NewProjectPageProps {
  readonly values: NewProjectValues;
  /** What is wrong and what to do, beside the field it is about; `form` for the form as a whole. */
  readonly errors: Readonly<Partial<Record<keyof NewProjectValues | "form", string>>>;
}

/** The empty form; `full` is preselected (promise P10). */
export const EMPTY_NEW_PROJECT: NewProjectPageProps = {
  values: { remote: "", name: "", branch: "", retention: "full" },
  errors: {},
};

/** First step of connecting a repository: its address and how much of it may be kept. */
export function NewProjectPage(props: NewProjectPageProps) {
  const { values, errors } = props;
  return (
    <div class="narrow">
      <nav aria-label="You are here" class="crumbs">
        <a href={projectsUrl()}>Projects</a>
      </nav>
      <h1>Connect a repository</h1>
      <p class="lead">
        Next you will get a public key to paste at your Git host. Nothing is fetched before that.
      </p>
      <Refusal errors={errors} />
      <form method="post" action={projectsUrl()} class="form">
        <Field
          name="remote"
          label="SSH address"
          value={values.remote}
          error={errors.remote}
          required
          mono
          maxLength={1024}
          hint={
            <>
              As your Git host shows it under “Clone with SSH”, such as{" "}
              <code>git@github.com:acme/api.git</code> or{" "}
              <code>ssh://git@git.example.com:2222/acme/api.git</code>.
            </>
          }
        />
        <Field
          name="name"
          label="Name"
          value={values.name}
          error={errors.name}
          maxLength={100}
          hint="How the project is listed here. Left empty, the repository’s own name is used."
        />
        <Field
          name="branch"
          label="Branch"
          value={values.branch}
          error={errors.branch}
          mono
          maxLength={255}
          hint="Left empty, the default branch of the repository is graded."
        />
        <RetentionChoice chosen={values.retention} error={errors.retention} />
        <button type="submit" class="button button-primary">
          Continue
        </button>
      </form>
    </div>
  );
}

function Refusal(props: { errors: NewProjectPageProps["errors"] }) {
  const count = Object.keys(props.errors).length;
  if (count === 0) return null;
  return (
    <Notice tone="danger" title="This repository cannot be connected yet" alert>
      <p>{props.errors.form ?? "See what to change beside the marked field below."}</p>
    </Notice>
  );
}

const RETENTION_CHOICES: readonly (readonly [Retention, string, string])[] = [
  [
    "full",
    "Keep the files of the latest revision",
    "You can read every file here with its findings on their lines. Copies are encrypted with a key of this project alone.",
  ],
  [
    "snippets",
    "Keep only the lines of findings",
    "Findings show the few lines they are about, encrypted. Everything else is gone when an analysis ends.",
  ],
  [
    "none",
    "Keep no source at all",
    "Only figures and names of functions and files are kept. To see code, open it at your Git host.",
  ],
];

function RetentionChoice(props: { chosen: Retention; error: string | undefined }) {
  return (
    <fieldset class="choices" aria-describedby={props.error === undefined ? undefined : "retention-error"}>
      <legend>How much of the source may be kept?</legend>
      {RETENTION_CHOICES.map(([value, title, explanation]) => (
        <label key={value} class="choice" for={`retention-${value}`}>
          <input
            type="radio"
            id={`retention-${value}`}
            name="retention"
            value={value}
            checked={value === props.chosen}
          />
          <span class="choice-text">
            <span class="choice-title">{title}</span>
            <span class="choice-detail">{explanation}</span>
          </span>
        </label>
      ))}
      {props.error !== undefined && (
        <p class="field-error" id="retention-error">
          <span aria-hidden="true">× </span>
          {props.error}
        </p>
      )}
    </fieldset>
  );
}

/** A project's retention in a few words. */
export function retentionTitle(retention: Retention): string {
  return RETENTION_CHOICES.find(([value]) => value === retention)?.[1] ?? retention;
}
