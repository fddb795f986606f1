// The characters that a public machine must know by GB 18030-2022.
//
// The standard counts 87,887 Chinese characters and 228 radicals, together 88,115; it has them at its implementation level 3. Its text
// is not at hand here, so the set is rebuilt from Unicode, and the sums agree with the standard's own:
//   20,976  unified ideographs U+4E00–9FEF        42,711  extension B U+20000–2A6D6      5,762  extension E U+2B820–2CEA1
//    6,582  extension A U+3400–4DB5                4,149  extension C U+2A700–2B734       7,473  extension F U+2CEB0–2EBE0
//       12  unified ones among U+FA0E–FA29           222  extension D U+2B740–2B81D
//   = 87,887; and 214 Kangxi radicals U+2F00–2FD5 with the 14 supplementary ones that GB 18030 always had = 228.
// Uncertain: whether the standard counts exactly these 14, and whether it means to take in what Unicode added to the same blocks later
// (U+4DB6–4DBF, 9FF0–9FFF, 2A6D7–2A6DF …), which it does not name.
#pragma once
#include <string>
#include <vector>

namespace onecard::test {

std::vector<char32_t> characters_and_radicals();

/// Letters and signs of a script that GB 18030-2022 has besides Chinese characters.
struct Script {
    std::string name;
    std::vector<char32_t> points;
};
std::vector<Script> other_scripts();

}  // namespace onecard::test
