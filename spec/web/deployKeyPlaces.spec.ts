import { expect } from "chai";
import { deployKeyPlaces } from "../../web/deployKeyPlaces.js";

describe("deployKeyPlaces", () => {
  for (const [host, path, url] of [
    ["github.com", "acme/api.git", "https://github.com/acme/api/settings/keys/new"],
    ["bitbucket.org", "/acme/api", "https://bitbucket.org/acme/api/admin/access-keys/"],
    [
      "gitlab.com",
      "acme/team/api.git",
      "https://gitlab.com/acme/team/api/-/settings/repository#js-deploy-keys-settings",
    ],
    ["github.com", "acme/a?b#c.git", "https://github.com/acme/a%3Fb%23c/settings/keys/new"],
  ] as const) {
    it(`leads from ${host} ${path} to its settings, first`, () => {
      const places = deployKeyPlaces({ host, path });
      expect(places[0]?.url).to.equal(url);
      expect(places.filter((place) => place.url !== null)).to.have.length(1);
      expect(places).to.have.length(4);
    });
  }

  for (const [host, path] of [
    ["git.acme.example", "acme/api.git"],
    ["github.com.evil.example", "acme/api.git"],
    ["github.com", "api.git"],
    ["github.com", "../api.git"],
  ] as const) {
    it(`guesses no address for ${host} ${path} and explains the general way first`, () => {
      const places = deployKeyPlaces({ host, path });
      expect(places.map((place) => place.url)).to.deep.equal([null, null, null, null]);
      expect(places[0]?.id).to.equal("other");
    });
  }
});
