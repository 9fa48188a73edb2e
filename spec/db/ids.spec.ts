import { expect } from "chai";
import { newId } from "../../db/ids.js";

describe("newId", () => {
  it("is a version 7 UUID: 48 bits of time, then the version, the variant and random bits", () => {
    // RFC 9562, appendix A.6: unix time 0x017F22E279B0 ms, random bits rand_a CC3, rand_b 18C4DC0C0C07398F.
    const clock = { now: () => 0x017f22e279b0 };
    const random = () => Buffer.from("fcc3" + "18c4dc0c0c07398f", "hex");
    expect(newId(clock, random)).to.equal("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });

  it("sorts by time and never repeats", () => {
    const ids = Array.from({ length: 1_000 }, (_, ms) => newId({ now: () => 1_767_225_600_000 + ms }));
    expect([...ids].sort()).to.deep.equal(ids);
    const sameTime = Array.from({ length: 1_000 }, () => newId({ now: () => 5 }));
    expect(new Set(sameTime).size).to.equal(1_000);
  });
});
