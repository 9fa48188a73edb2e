/**
 * Known answers, written in as facts (hex). Sources: D. McGrew, J. Viega, "The Galois/Counter Mode of Operation
 * (GCM)", appendix B (the validation cases that NIST SP 800-38D points to); Project Wycheproof, aes_gcm_test.json,
 * the groups with 256-bit keys, 96-bit IVs and 128-bit tags, under its own test numbers; RFC 5869, appendix A;
 * RFC 4231, section 4.
 */

/** One AES-256-GCM answer. */
export interface GcmVector {
  readonly name: string;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly plaintext: string;
  readonly ciphertext: string;
  readonly tag: string;
}

export const gcmVectors: readonly GcmVector[] = [
  {
    name: "McGrew and Viega 13",
    key: "0000000000000000000000000000000000000000000000000000000000000000",
    iv: "000000000000000000000000",
    aad: "",
    plaintext: "",
    ciphertext: "",
    tag: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  {
    name: "McGrew and Viega 14",
    key: "0000000000000000000000000000000000000000000000000000000000000000",
    iv: "000000000000000000000000",
    aad: "",
    plaintext: "00000000000000000000000000000000",
    ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
    tag: "d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    name: "McGrew and Viega 15",
    key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    iv: "cafebabefacedbaddecaf888",
    aad: "",
    plaintext:
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
    ciphertext:
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
    tag: "b094dac5d93471bdec1a502270e3cc6c",
  },
  {
    name: "McGrew and Viega 16",
    key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
    iv: "cafebabefacedbaddecaf888",
    aad: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    plaintext:
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    ciphertext:
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
    tag: "76fc6ece0f4e1768cddf8853bb2d551b",
  },
  {
    name: "Wycheproof 91",
    key: "92ace3e348cd821092cd921aa3546374299ab46209691bc28b8752d17f123c20",
    iv: "00112233445566778899aabb",
    aad: "00000000ffffffff",
    plaintext: "00010203040506070809",
    ciphertext: "e27abdd2d2a53d2f136b",
    tag: "9a4a2579529301bcfb71c78d4060f52c",
  },
  {
    name: "Wycheproof 92",
    key: "29d3a44f8723dc640239100c365423a312934ac80239212ac3df3421a2098123",
    iv: "00112233445566778899aabb",
    aad: "aabbccddeeff",
    plaintext: "",
    ciphertext: "",
    tag: "2a7d77fa526b8250cb296078926b5020",
  },
  {
    name: "Wycheproof 93",
    key: "80ba3192c803ce965ea371d5ff073cf0f43b6a2ab576b208426e11409c09b9b0",
    iv: "4da5bf8dfd5852c1ea12379d",
    aad: "",
    plaintext: "",
    ciphertext: "",
    tag: "4771a7c404a472966cea8f73c8bfe17a",
  },
  {
    name: "Wycheproof 94",
    key: "cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273",
    iv: "99e23ec48985bccdeeab60f1",
    aad: "",
    plaintext: "2a",
    ciphertext: "06",
    tag: "633c1e9703ef744ffffb40edf9d14355",
  },
  {
    name: "Wycheproof 95",
    key: "51e4bf2bad92b7aff1a4bc05550ba81df4b96fabf41c12c7b00e60e48db7e152",
    iv: "4f07afedfdc3b6c2361823d3",
    aad: "",
    plaintext: "be3308f72a2c6aed",
    ciphertext: "cf332a12fdee800b",
    tag: "602e8d7c4799d62c140c9bb834876b09",
  },
  {
    name: "Wycheproof 96",
    key: "67119627bd988eda906219e08c0d0d779a07d208ce8a4fe0709af755eeec6dcb",
    iv: "68ab7fdbf61901dad461d23c",
    aad: "",
    plaintext: "51f8c1f731ea14acdb210a6d973e07",
    ciphertext: "43fc101bff4b32bfadd3daf57a590e",
    tag: "ec04aacb7148a8b8be44cb7eaf4efa69",
  },
  {
    name: "Wycheproof 97",
    key: "59d4eafb4de0cfc7d3db99a8f54b15d7b39f0acc8da69763b019c1699f87674a",
    iv: "2fcb1b38a99e71b84740ad9b",
    aad: "",
    plaintext: "549b365af913f3b081131ccb6b825588",
    ciphertext: "f58c16690122d75356907fd96b570fca",
    tag: "28752c20153092818faba2a334640d6e",
  },
  {
    name: "Wycheproof 98",
    key: "3b2458d8176e1621c0cc24c0c0e24c1e80d72f7ee9149a4b166176629616d011",
    iv: "45aaa3e5d16d2d42dc03445d",
    aad: "",
    plaintext: "3ff1514b1c503915918f0c0c31094a6e1f",
    ciphertext: "73a6b6f45f6ccc5131e07f2caa1f2e2f56",
    tag: "2d7379ec1db5952d4e95d30c340b1b1d",
  },
  {
    name: "Wycheproof 99",
    key: "0212a8de5007ed87b33f1a7090b6114f9e08cefd9607f2c276bdcfdbc5ce9cd7",
    iv: "e6b1adf2fd58a8762c65f31b",
    aad: "",
    plaintext: "10f1ecf9c60584665d9ae5efe279e7f7377eea6916d2b111",
    ciphertext: "0843fff52d934fc7a071ea62c0bd351ce85678cde3ea2c9e",
    tag: "7355fde599006715053813ce696237a8",
  },
  {
    name: "Wycheproof 100",
    key: "b279f57e19c8f53f2f963f5f2519fdb7c1779be2ca2b3ae8e1128b7d6c627fc4",
    iv: "98bc2c7438d5cd7665d76f6e",
    aad: "c0",
    plaintext: "fcc515b294408c8645c9183e3f4ecee5127846d1",
    ciphertext: "eb5500e3825952866d911253f8de860c00831c81",
    tag: "ecb660e1fb0541ec41e8d68a64141b3a",
  },
  {
    name: "Wycheproof 101",
    key: "cdccfe3f46d782ef47df4e72f0c02d9c7f774def970d23486f11a57f54247f17",
    iv: "376187894605a8d45e30de51",
    aad: "956846a209e087ed",
    plaintext: "e28e0e9f9d22463ac0e42639b530f42102fded75",
    ciphertext: "feca44952447015b5df1f456df8ca4bb4eee2ce2",
    tag: "082e91924deeb77880e1b1c84f9b8d30",
  },
  {
    name: "Wycheproof 102",
    key: "f32364b1d339d82e4f132d8f4a0ec1ff7e746517fa07ef1a7f422f4e25a48194",
    iv: "5a86a50a0e8a179c734b996d",
    aad: "ab2ac7c44c60bdf8228c7884adb20184",
    plaintext: "43891bccb522b1e72a6b53cf31c074e9d6c2df8e",
    ciphertext: "43dda832e942e286da314daa99bef5071d9d2c78",
    tag: "c3922583476ced575404ddb85dd8cd44",
  },
  {
    name: "Wycheproof 103",
    key: "ff0089ee870a4a39f645b0a5da774f7a5911e9696fc9cad646452c2aa8595a12",
    iv: "bc2a7757d0ce2d8b1f14ccd9",
    aad: "972ab4e06390caae8f99dd6e2187be6c7ff2c08a24be16ef",
    plaintext: "748b28031621d95ee61812b4b4f47d04c6fc2ff3",
    ciphertext: "a929ee7e67c7a2f91bbcec6389a3caf43ab49305",
    tag: "ebec6774b955e789591c822dab739e12",
  },
  {
    name: "Wycheproof 104",
    key: "6efca98126918ab564d88c6bec02e8998b2be50e3f906ff9adfdd185f373e756",
    iv: "4abd6cfc83bd06b11efaa2a7",
    aad: "",
    plaintext:
      "bbec79c086d41e602d090f7e40494d6bf3faa1dc6df0ab8a88ea5d35d426b248c2ad880351e223f6170d37cc9655e10459e59cbd6d1c092ed31d72ccc7af20",
    ciphertext:
      "97b4c73a4d8b5b21bc4b50dbb70dfa77b1a7bf0bbe7cf16ecf5bb60ba8070acc5740780435ed145a62a613dd9881b721168fbb3f5af385ee5d4f856cf93cba",
    tag: "27ac8c4010d8e81b7051ceb06b30fe2d",
  },
  {
    name: "Wycheproof 105",
    key: "5b1d1035c0b17ee0b0444767f80a25b8c1b741f4b50a4d3052226baa1c6fb701",
    iv: "d61040a313ed492823cc065b",
    aad: "",
    plaintext:
      "d096803181beef9e008ff85d5ddc38ddacf0f09ee5f7e07f1e4079cb64d0dc8f5e6711cd4921a7887de76e2678fdc67618f1185586bfea9d4c685d50e4bb9a82",
    ciphertext:
      "c7d191b601f86c28b6a1bdef6a57b4f6ee3ae417bc125c381cdf1c4dac184ed1d84f1196206d62cad112b038845720e02c061179a8836f02b93fa7008379a6bf",
    tag: "f15612f6c40f2e0db6dc76fc4822fcfe",
  },
  {
    name: "Wycheproof 106",
    key: "81b6b27e5ed90ab99fe6756d4cb41e3f07269687f5afabdb426e29096b5e4466",
    iv: "13e727486031cca21f733375",
    aad: "",
    plaintext:
      "9a95a23cfb1e35d89a7597570df0fb0efcbb7429f53bebcbbfa49fa247b251a8508ad497066855d08688576188e4ffb12d1d084dcabec3d57806daf215dcc97edd",
    ciphertext:
      "7ede7368bca3c93d9f1d7f7750d6e44b1cb92c30e3c9834b0b69efd2470911644ae6f6d75715e13aea8781f8da611a13ac6364c406c1a715b7e97acb22b6e6156e",
    tag: "74e20a93802f43407c8989a37f013802",
  },
  {
    name: "Wycheproof 107",
    key: "ea1d436f6359caec010789fa94fe08b167c3e497d8917282f47ad2a8f95fd0f1",
    iv: "73fe022202767af834e32126",
    aad: "",
    plaintext:
      "adf9b6df5c5cc9473e0bb579f9a6aad396f93d28bf83e98136f978cfb9d501d09ef778c122b43c876c22e40d74a48d908978465a06be9e80891710c8c2690a762bc9eb8bcb2aa2707db149abafb9c17c1f0b68c7adcea98aebf4c6a39e5a8f693133eaaa5bb0b3708720d7b86424101bad56aa190c67d25fe35a4a34e1f4fd",
    ciphertext:
      "2e6b19520d9c91e41f523bfd80cb3d577df762879b04a586b865280bac651102fa60164b8586f91c02b2151cc2fd29f4c6e92839cdd873be12c1443141f8bcb8754965aec7c0829fb391e56563ba76e896ec81932b5efbad23bb965ebbf8d8fda98f9cbd48f37b2c46db609e40768266c2b36a7810d2b79133f377d0377b41",
    tag: "f9a0eba513904c4a7168d762000f34be",
  },
  {
    name: "Wycheproof 108",
    key: "d7addd3889fadf8c893eee14ba2b7ea5bf56b449904869615bd05d5f114cf377",
    iv: "8a3ad26b28cd13ba6504e260",
    aad: "",
    plaintext:
      "c877a76bf595560772167c6e3bcc705305db9c6fcbeb90f4fea85116038bc53c3fa5b4b4ea0de5cc534fbe1cf9ae44824c6c2c0a5c885bd8c3cdc906f12675737e434b983e1e231a52a275db5fb1a0cac6a07b3b7dcb19482a5d3b06a9317a54826cea6b36fce452fa9b5475e2aaf25499499d8a8932a19eb987c903bd8502fe",
    ciphertext:
      "53cc8c920a85d1accb88636d08bbe4869bfdd96f437b2ec944512173a9c0fe7a47f8434133989ba77dda561b7e3701b9a83c3ba7660c666ba59fef96598eb621544c63806d509ac47697412f9564eb0a2e1f72f6599f5666af34cffca06573ffb4f47b02f59f21c64363daecb977b4415f19fdda3c9aae5066a57b669ffaa257",
    tag: "5e63374b519e6c3608321943d790cf9a",
  },
  {
    name: "Wycheproof 109",
    key: "7f7c5804a680f61924966725dba2a80d85267c2e03c7c234b045b24ec8e23528",
    iv: "2d9bf8b636f337d265b0904c",
    aad: "",
    plaintext:
      "e2f85fb176840c38345da0f0f8db6cdbc45a123165f244ff5389fe65bf341fa131130751b5c739a9931d5a57b141dc7b5b0c5a2ca07331c2dc04b2657b0289878dea0ef7d5601465b78a65795f0f3181304e58a261feb1d394f3c33cabae189941755d7654bb7bef08c31bd2c5ce1203eebc015ae040da2a851c2ba3c62e699356",
    ciphertext:
      "d7380d10b22c3ae584531e9e4ee73d387f69dbbb3d3d9fdb4971ed2750b31913f79e4c00cf1b76933bbb75d39d8a6429a2528e9bd60e65fa6ffff9e01a8758e7b58409fa3f370cc32a63aa60a54c36d733e8f6dfccd5c3120d05c6e33140c00562865532b2c689de98769d3386e7a3ae679e404e062536ca046261211a426fb586",
    tag: "753f6c57c0cc2a075e68d082f6e83590",
  },
  {
    name: "Wycheproof 128",
    key: "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f",
    iv: "000000000000000000000000",
    aad: "",
    plaintext: "561008fa07a68f5c61285cd013464eaf",
    ciphertext: "23293e9b07ca7d1b0cae7cc489a973b3",
    tag: "ffffffffffffffffffffffffffffffff",
  },
  {
    name: "Wycheproof 129",
    key: "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f",
    iv: "ffffffffffffffffffffffff",
    aad: "",
    plaintext: "c6152244cea1978d3e0bc274cf8c0b3b",
    ciphertext: "7cb6fc7c6abc009efe9551a99f36a421",
    tag: "00000000000000000000000000000000",
  },
];

/** Wycheproof 130 to 156: one message under tags that are all wrong. */
export const modifiedTags: Omit<GcmVector, "tag" | "name"> & {
  readonly tags: readonly { name: string; tag: string }[];
} = {
  key: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
  iv: "505152535455565758595a5b",
  aad: "",
  plaintext: "202122232425262728292a2b2c2d2e2f",
  ciphertext: "b2061457c0759fc1749f174ee1ccadfa",
  tags: [
    { name: "130 Flipped bit 0 in tag", tag: "9de8fef6d8ab1bf1bf887232eab590dd" },
    { name: "131 Flipped bit 1 in tag", tag: "9ee8fef6d8ab1bf1bf887232eab590dd" },
    { name: "132 Flipped bit 7 in tag", tag: "1ce8fef6d8ab1bf1bf887232eab590dd" },
    { name: "133 Flipped bit 8 in tag", tag: "9ce9fef6d8ab1bf1bf887232eab590dd" },
    { name: "134 Flipped bit 31 in tag", tag: "9ce8fe76d8ab1bf1bf887232eab590dd" },
    { name: "135 Flipped bit 32 in tag", tag: "9ce8fef6d9ab1bf1bf887232eab590dd" },
    { name: "136 Flipped bit 33 in tag", tag: "9ce8fef6daab1bf1bf887232eab590dd" },
    { name: "137 Flipped bit 63 in tag", tag: "9ce8fef6d8ab1b71bf887232eab590dd" },
    { name: "138 Flipped bit 64 in tag", tag: "9ce8fef6d8ab1bf1be887232eab590dd" },
    { name: "139 Flipped bit 71 in tag", tag: "9ce8fef6d8ab1bf13f887232eab590dd" },
    { name: "140 Flipped bit 77 in tag", tag: "9ce8fef6d8ab1bf1bfa87232eab590dd" },
    { name: "141 Flipped bit 80 in tag", tag: "9ce8fef6d8ab1bf1bf887332eab590dd" },
    { name: "142 Flipped bit 96 in tag", tag: "9ce8fef6d8ab1bf1bf887232ebb590dd" },
    { name: "143 Flipped bit 97 in tag", tag: "9ce8fef6d8ab1bf1bf887232e8b590dd" },
    { name: "144 Flipped bit 103 in tag", tag: "9ce8fef6d8ab1bf1bf8872326ab590dd" },
    { name: "145 Flipped bit 120 in tag", tag: "9ce8fef6d8ab1bf1bf887232eab590dc" },
    { name: "146 Flipped bit 121 in tag", tag: "9ce8fef6d8ab1bf1bf887232eab590df" },
    { name: "147 Flipped bit 126 in tag", tag: "9ce8fef6d8ab1bf1bf887232eab5909d" },
    { name: "148 Flipped bit 127 in tag", tag: "9ce8fef6d8ab1bf1bf887232eab5905d" },
    { name: "149 Flipped bits 0 and 64 in tag", tag: "9de8fef6d8ab1bf1be887232eab590dd" },
    { name: "150 Flipped bits 31 and 63 in tag", tag: "9ce8fe76d8ab1b71bf887232eab590dd" },
    { name: "151 Flipped bits 63 and 127 in tag", tag: "9ce8fef6d8ab1b71bf887232eab5905d" },
    { name: "152 all bits of tag flipped", tag: "631701092754e40e40778dcd154a6f22" },
    { name: "153 Tag changed to all zero", tag: "00000000000000000000000000000000" },
    { name: "154 tag changed to all 1", tag: "ffffffffffffffffffffffffffffffff" },
    { name: "155 msbs changed in tag", tag: "1c687e76582b9b713f08f2b26a35105d" },
    { name: "156 lsbs changed in tag", tag: "9de9fff7d9aa1af0be897333ebb491dc" },
  ],
};

/** One HKDF-SHA-256 answer. */
export interface HkdfVector {
  readonly name: string;
  readonly input: string;
  readonly salt: string;
  readonly info: string;
  readonly output: string;
}

export const hkdfVectors: readonly HkdfVector[] = [
  {
    name: "RFC 5869 A.1",
    input: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
    salt: "000102030405060708090a0b0c",
    info: "f0f1f2f3f4f5f6f7f8f9",
    output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  },
  {
    name: "RFC 5869 A.2",
    input:
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
    salt: "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
    info: "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
    output:
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
  },
  {
    name: "RFC 5869 A.3",
    input: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
    salt: "",
    info: "",
    output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  },
];

/** One HMAC-SHA-256 answer. */
export interface HmacVector {
  readonly name: string;
  readonly key: string;
  readonly bytes: string;
  readonly output: string;
}

export const hmacVectors: readonly HmacVector[] = [
  {
    name: "RFC 4231 4.2",
    key: "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
    bytes: "4869205468657265",
    output: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  },
  {
    name: "RFC 4231 4.3, a key shorter than the digest",
    key: "4a656665",
    bytes: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
    output: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  },
];
