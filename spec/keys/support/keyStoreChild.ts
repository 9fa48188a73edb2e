/**
 * A writer in a process of its own, to be killed: `node keyStoreChild.js FOLDER ROOT_KEY_HEX hold|work`. It prints a
 * line for everything that must outlive it, after the call that promised it returned.
 */
import { writeSync } from "node:fs";
import { Secret } from "../../../keys/secret.js";
import { DAY_MS, FakeClock, keyHex, openWriter } from "./store.js";

const [folder = "", rootHex = "", task = ""] = process.argv.slice(2);
const clock = new FakeClock();
const store = openWriter({ folder, rootKey: new Secret(Buffer.from(rootHex, "hex")), clock });
const say = (line: string) => writeSync(1, `${line}\n`);

say("ready");
if (task === "hold") process.stdin.resume();
while (task === "work") {
  const [kept, gone] = [store.createDataKey(), store.createDataKey()];
  say(`made ${kept} ${keyHex(store, kept)}`);
  say(`about-to-destroy ${gone} -`);
  store.destroyDataKey(gone);
  say(`destroyed ${gone} -`);
  clock.nowMs += DAY_MS;
  store.maintain();
  say("maintained - -");
}
