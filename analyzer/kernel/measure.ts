import * as At from "../common/at";
import { candidates, writeCandidates } from "./clones/candidates";
import { hashSubtrees } from "./clones/hashes";
import { weighSubtrees } from "./clones/masses";
import { readSiblings } from "./clones/siblings";
import { clearSteps, steps } from "./clones/work";
import { openColumns } from "./columns";
import { measureBooleanLogic } from "./functions/booleanLogic";
import { measureCodeLines } from "./functions/codeLines";
import { measureCognitive } from "./functions/cognitive";
import { countConcepts } from "./functions/counts";
import { measureHalstead } from "./functions/halstead";
import { measureNesting } from "./functions/nesting";
import { placeFunctionsAndTypes } from "./functions/spans";
import { gradedLines } from "./gradedLines";
import { useLanguage } from "./language";
import { hashLeaves } from "./leaves";
import { classifyLines, codeLines, commentLines, parseErrorLines } from "./lines";
import { newPile } from "./memory";
import { eventCount, events, functionCount, functions, types } from "./outline/events";
import { comments, fields, readOutline } from "./outline/outline";
import { forgetAnswers } from "./selectors";

const file = newPile();

/**
 * Measures the tree and the text that are there.
 * @returns address of what is known of the file, the words `File…` of `at.ts`; everything in it is valid until the next file
 */
export function measure(language: usize): usize {
  useLanguage(language);
  openColumns();
  forgetAnswers();
  readOutline();
  classifyLines();
  placeFunctionsAndTypes();
  hashLeaves();
  measureFunctions();
  offerClones();
  return file.base === 0 ? described(file.add(At.FileWords << 2)) : described(file.base);
}

function measureFunctions(): void {
  countConcepts();
  measureNesting();
  measureCognitive();
  measureBooleanLogic();
  measureCodeLines();
  measureHalstead();
}

/** The map step of duplication. */
function offerClones(): void {
  clearSteps();
  hashSubtrees();
  weighSubtrees();
  readSiblings();
  writeCandidates();
}

function described(at: usize): usize {
  put(at, At.FileCodeLines, codeLines);
  put(at, At.FileCommentLines, commentLines);
  put(at, At.FileGradedLines, gradedLines());
  put(at, At.FileParseErrorLines, parseErrorLines());
  put(at, At.FileEvents, eventCount());
  put(at, At.FileEventsAt, events.base);
  put(at, At.FileFunctions, functionCount());
  put(at, At.FileFunctionsAt, functions.base);
  put(at, At.FileTypes, types.used >> 2);
  put(at, At.FileTypesAt, types.base);
  put(at, At.FileFields, fields.used / (At.FieldWords << 2));
  put(at, At.FileFieldsAt, fields.base);
  put(at, At.FileComments, comments.used >> 2);
  put(at, At.FileCommentsAt, comments.base);
  put(at, At.FileCandidates, candidates.used);
  put(at, At.FileCandidatesAt, candidates.base);
  put(at, At.FileCloneSteps, steps);
  return at;
}

function put(address: usize, at: u32, value: usize): void {
  store<u32>(address + (at << 2), <u32>value);
}
