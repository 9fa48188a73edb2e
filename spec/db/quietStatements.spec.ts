import { expect } from "chai";
import { forEachDatabase } from "../support/databases.js";
import { NOW } from "./rows.js";

describe("statements", () => {
  forEachDatabase((_name, { open }) => {
    it("P16 are written nowhere: the process's own output stays silent", async () => {
      const { organizations } = (await open()).repositories;
      const written: string[] = [];
      const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
      for (const { stream } of streams) stream.write = (chunk: unknown) => written.push(String(chunk)) > 0;
      try {
        await organizations.create({
          id: "quiet",
          nameSealed: Buffer.from("quiet"),
          dataKeyId: "k",
          createdAt: NOW,
        });
        await organizations.load("quiet");
      } finally {
        for (const { stream, write } of streams) stream.write = write;
      }
      expect(written).to.deep.equal([]);
    });
  });
});
